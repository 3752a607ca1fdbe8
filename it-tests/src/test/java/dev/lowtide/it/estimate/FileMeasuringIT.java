package dev.lowtide.it.estimate;

import static dev.lowtide.it.estimate.MeasuredLab.measure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.estimate.FileMeasurer;
import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.estimate.Source;
import dev.lowtide.scheduler.innodb.ScanLimits;
import dev.lowtide.scheduler.mysql.FileMeasuring;
import dev.lowtide.scheduler.mysql.SamplingLimits;
import dev.lowtide.scheduler.mysql.SqlMeasurer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For servers whose files are on this machine. */
class FileMeasuringIT {

  @TempDir private Path folder;
  private MeasuredLab lab;

  @BeforeEach
  void setUp() throws Exception {
    lab = new MeasuredLab();
    lab.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, a CHAR(50) NOT NULL, KEY by_a (a))",
        "INSERT INTO t SELECT i, i FROM number",
        "SET GLOBAL innodb_max_dirty_pages_pct = 0");
    Lab.await("all pages are written", () -> unwritten() == 0);
  }

  @AfterEach
  void tearDown() throws Exception {
    lab.execute("SET GLOBAL innodb_max_dirty_pages_pct = DEFAULT");
    lab.close();
  }

  @Test
  void filesOfThisServerAreReadAndTheirIndexesHaveNames() throws Exception {
    Measurement found = measure(in(null), "t");

    assertThat(found.source()).isEqualTo(Source.FILES);
    assertThat(found.indexes()).extracting(IndexSpace::name).containsExactly("PRIMARY", "by_a");
    assertThat(found.indexes()).extracting(IndexSpace::entries).containsOnly(100_000L);
  }

  /** The file has all rows yet. */
  @Test
  void whatIsNotWrittenYetIsAskedFor() throws Exception {
    lab.execute("SET GLOBAL innodb_max_dirty_pages_pct = DEFAULT", "DELETE FROM t WHERE id % 2");

    Measurement found = measure(in(null), "t");

    assertThat(found.source()).isEqualTo(Source.SQL);
    assertThat(found.basis()).contains("not in its files: the server has yet to write ");
    assertThat(found.indexes()).extracting(IndexSpace::entries).containsOnly(50_000L);
  }

  /** A directory that is linked to stands for one that is mounted. */
  @Test
  void theyMayBeMountedElsewhere() throws Exception {
    Path mounted = Files.createSymbolicLink(folder.resolve("db"), dataDirectory());

    assertThat(measure(in(mounted), "t").source()).isEqualTo(Source.FILES);
  }

  @Test
  void filesOfAnotherServerAreNotRead() throws Exception {
    Files.writeString(folder.resolve("auto.cnf"), "[auto]\nserver-uuid=another\n");

    Measurement found = measure(in(folder), "t");

    assertThat(found.source()).isEqualTo(Source.SQL);
    assertThat(found.basis())
        .contains("not in its files: ", "auto.cnf: server-uuid another (expected: ");
  }

  @Test
  void aDirectoryThatIsNobodysIsNotRead() throws Exception {
    assertThat(measure(in(folder), "t").basis()).contains("no auto.cnf in " + folder);
  }

  /** A copy of the data directory as it was before the table was made anew. */
  @Test
  void aFileThatIsNotTheTablesAnyMoreIsNotRead() throws Exception {
    Files.copy(dataDirectory().resolve("auto.cnf"), folder.resolve("auto.cnf"));
    Path schema = Files.createDirectory(folder.resolve("measured"));
    Files.copy(dataDirectory().resolve("measured/t.ibd"), schema.resolve("t.ibd"));
    assertThat(measure(in(folder), "t").source()).isEqualTo(Source.FILES);
    lab.execute("ALTER TABLE t FORCE");

    Measurement found = measure(in(folder), "t");

    assertThat(found.source()).isEqualTo(Source.SQL);
    assertThat(found.basis()).contains("t.ibd: tablespace ", ", as the server says)");
  }

  @Test
  void aFileThatIsMissingIsNamed() throws Exception {
    Files.copy(dataDirectory().resolve("auto.cnf"), folder.resolve("auto.cnf"));

    assertThat(measure(in(folder), "t").basis())
        .contains(folder.resolve("measured/t.ibd") + " cannot be read");
  }

  private Measurer in(@Nullable Path directory) throws Exception {
    return new FileMeasuring(
        lab.target,
        MeasuredLab.config(directory),
        new FileMeasurer(ScanLimits.DEFAULT),
        new SqlMeasurer(lab.target, SamplingLimits.DEFAULT, System::nanoTime));
  }

  private long unwritten() throws Exception {
    return Long.parseLong(
        String.valueOf(
            Lab.ask(
                lab.connection,
                "SELECT VARIABLE_VALUE FROM performance_schema.global_status"
                    + " WHERE VARIABLE_NAME = 'Innodb_buffer_pool_bytes_dirty'")));
  }

  private Path dataDirectory() throws Exception {
    return Path.of(String.valueOf(Lab.ask(lab.connection, "SELECT @@datadir")));
  }
}
