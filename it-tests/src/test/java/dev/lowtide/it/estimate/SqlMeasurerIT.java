package dev.lowtide.it.estimate;

import static dev.lowtide.it.estimate.MeasuredLab.index;
import static dev.lowtide.it.estimate.MeasuredLab.measure;
import static dev.lowtide.it.estimate.MeasuredLab.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.lowtide.it.harness.BreakableLink;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.estimate.Measurer.Unmeasured;
import dev.lowtide.scheduler.mysql.SamplingLimits;
import dev.lowtide.scheduler.mysql.SqlMeasurer;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlMeasurerIT {

  /** As if the table were far larger: pieces of its ranges are counted, of some hundred rows. */
  private static final SamplingLimits SAMPLE =
      new SamplingLimits(
          48, 960, ByteSize.ofMebibytes(8), new ByteSize(1 << 10), Duration.ofMinutes(1));

  /** With time to count on a machine that is busy with other tests. */
  private static final SamplingLimits PATIENT =
      new SamplingLimits(
          64, 2_560, ByteSize.ofMebibytes(32), ByteSize.ofMebibytes(4), Duration.ofMinutes(1));

  private MeasuredLab lab;
  private Measurer measurer;
  private Measurer sampling;

  @BeforeEach
  void setUp() throws Exception {
    lab = new MeasuredLab();
    measurer = new SqlMeasurer(lab.target, PATIENT, System::nanoTime);
    sampling = new SqlMeasurer(lab.target, SAMPLE, System::nanoTime);
  }

  @AfterEach
  void tearDown() throws Exception {
    lab.close();
  }

  /** 5 header, 1 NULLs, 13 system, 4 + 8 + 1 + 20; the entries 5 + 1 + 8 + 4. */
  @Test
  void rowsAreCountedAndTheirLengthsAreThoseOnDisk() throws Exception {
    lab.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, n BIGINT, s VARCHAR(30) NOT NULL, KEY k (n))",
        "INSERT INTO t SELECT i, i, REPEAT('x', 20) FROM number",
        "DELETE FROM t WHERE id % 3 = 0");

    Measurement found = measure(measurer, "t");

    assertThat(index(found, "PRIMARY").entries()).isEqualTo(66_666);
    assertThat(index(found, "PRIMARY").entryBytes()).isEqualTo(new ByteSize(66_666 * 52));
    assertThat(index(found, "k").entryBytes()).isEqualTo(new ByteSize(66_666 * 18));
    assertThat(found.basis()).startsWith("66666 rows, counted");
    assertThat(found.error()).isLessThan(0.05);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id INT PRIMARY KEY, k VARCHAR(40)",
        "id INT, k VARCHAR(40), PRIMARY KEY (id DESC)",
        "id INT, k CHAR(40), PRIMARY KEY (k)",
        "id INT, k VARBINARY(40), PRIMARY KEY (k, id)",
        "id INT, k VARCHAR(40), h INT AS (id DIV 30000) STORED, PRIMARY KEY (h, id)",
        "id DECIMAL(20,2), k CHAR(40), PRIMARY KEY (id)",
        "id INT, k VARCHAR(40) NOT NULL, UNIQUE KEY (k)",
      })
  void aSampleOfTheKeysRangesIsAsLargeAsItSaysThatItMayBeOff(String definition) throws Exception {
    lab.execute(
        "CREATE TABLE t (" + definition + ")",
        "INSERT INTO t (id, k) SELECT i, LEFT(SHA2(i, 256), 40) FROM number",
        "DELETE FROM t WHERE id BETWEEN 10000 AND 70000 AND id % 10 < 9");

    Measurement found = measure(sampling, "t");

    long rows = Long.parseLong(String.valueOf(Lab.ask(lab.connection, "SELECT COUNT(*) FROM t")));
    assertThat(found.basis()).startsWith("about ");
    assertThat(found.error()).isBetween(0.01, 0.5);
    assertThat((double) found.indexes().get(0).entries())
        .isCloseTo((double) rows, within(rows * 1.5 * found.error()));
  }

  @Test
  void valuesThatLieOutsideOfTheirRowsAreCountedInPages() throws Exception {
    lab.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, v LONGTEXT)",
        "INSERT INTO t SELECT i, REPEAT('x', 20000) FROM number LIMIT 500");

    Measurement found = measure(measurer, "t");

    assertThat(index(found, "PRIMARY").longValues()).isEqualTo(new ByteSize(500 * 2 * 16_384));
  }

  @Test
  void partsOfKeysExpressionsAndWhatIsBehindThemAreMeasured() throws Exception {
    lab.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(200) NOT NULL, KEY part (s(10)),"
            + " KEY f ((LOWER(s))), KEY pair (s, id))",
        "INSERT INTO t SELECT i, REPEAT('X', 100) FROM number LIMIT 1000");

    Measurement found = measure(measurer, "t");

    assertThat(index(found, "part").entryBytes()).isEqualTo(new ByteSize(1000 * (5 + 1 + 10 + 4)));
    assertThat(index(found, "pair").entryBytes()).isEqualTo(new ByteSize(1000 * (5 + 1 + 100 + 4)));
    assertThat(index(found, "f").entryBytes().bytes())
        .isCloseTo(1000 * (5 + 1 + 1 + 100 + 4), withPercentage(2));
  }

  @Test
  void eachPartitionIsAPart() throws Exception {
    lab.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, s CHAR(10)) PARTITION BY RANGE (id)"
            + " (PARTITION p0 VALUES LESS THAN (1000), PARTITION pRest VALUES LESS THAN MAXVALUE)",
        "INSERT INTO t SELECT i, 'x' FROM number");

    Measurement found = measure(measurer, "t");

    assertThat(found.parts())
        .extracting(part -> part.indexes().get(0).entries())
        .containsExactlyInAnyOrder(1_000L, 99_000L);
  }

  @Test
  void rowsWithoutAKeyAreCountedAllTheSame() throws Exception {
    lab.execute("CREATE TABLE t (a INT)", "INSERT INTO t SELECT i FROM number");

    Measurement found = measure(measurer, "t");

    assertThat(index(found, "GEN_CLUST_INDEX").entries()).isEqualTo(100_000);
    assertThat(index(found, "GEN_CLUST_INDEX").entryBytes())
        .isEqualTo(new ByteSize(100_000 * (5 + 1 + 13 + 6 + 4)));
  }

  @Test
  void anEmptyTableHasNothing() throws Exception {
    lab.execute("CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY (a))");

    assertThat(measure(measurer, "t").indexes())
        .extracting(space -> space.entryBytes().bytes())
        .containsOnly(0L);
  }

  @Test
  void whatIsNotThereHasAReason() {
    assertThat(measurer.measure(table("nobody")))
        .isEqualTo(
            new Unmeasured("InnoDB has no file of measured.nobody (expected: one at least)"));
  }

  @Test
  void rowsThatAreLockedAndDefinitionsThatAreLockedSharedDoNotMakeItWait() throws Exception {
    lab.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, a INT)", "INSERT INTO t SELECT i, i FROM number");
    try (Connection other = Lab.server().connect()) {
      Lab.execute(other, "START TRANSACTION", "UPDATE measured.t SET a = a + 1");

      assertThat(index(measure(measurer, "t"), "PRIMARY").entries()).isEqualTo(100_000);
    }
  }

  @Test
  void whatIsNotPurgedIsSeen() throws Exception {
    lab.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, a CHAR(50))", "INSERT INTO t SELECT i, i FROM number");
    try (Connection other = Lab.server().connect()) {
      Lab.execute(other, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
      lab.execute("DELETE FROM t WHERE id % 4 <> 0");

      Measurement found = measure(measurer, "t");

      long alive = index(found, "PRIMARY").entryBytes().bytes();
      assertThat(found.unpurged().bytes()).isCloseTo(3 * alive, withPercentage(15));
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aServerThatFallsSilentIsGivenUp() throws Exception {
    lab.execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t SELECT i FROM number");
    TestServer server = Lab.server();
    try (BreakableLink link = new BreakableLink(server.port());
        Target behind = new Target(behind(server, link))) {
      NanoClock silencing =
          () -> {
            link.fallSilent();
            return System.nanoTime();
          };

      Measurer.Outcome outcome =
          new SqlMeasurer(behind, PATIENT, silencing).measure(Subject.of(table("t")));

      assertThat(outcome).isInstanceOf(Unmeasured.class);
    }
  }

  private static TargetConfig behind(TestServer server, BreakableLink link) {
    return new TargetConfig("127.0.0.1", link.port(), server.user(), server.password(), 2, null);
  }
}
