package dev.lowtide.scheduler.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.estimate.Measurer.Unmeasured;
import dev.lowtide.scheduler.innodb.IndexScan;
import dev.lowtide.scheduler.innodb.ScanLimits;
import dev.lowtide.scheduler.innodb.SpaceScan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMeasurerTest {

  @TempDir Path folder;

  @Test
  void anIndexWithoutANameIsCalledByItsNumber() {
    Measurement measured =
        FileMeasurer.of(scan(false, index(7, 0, 0), index(8, 0, 0)), Map.of(7L, "PRIMARY"));

    assertThat(measured.indexes())
        .extracting(IndexSpace::name)
        .containsExactly("PRIMARY", "index 8");
    assertThat(measured.indexes()).extracting(IndexSpace::isClustered).containsExactly(true, false);
  }

  /** Rows that wait for purge have their share of the long values. */
  @Test
  void longValuesOfDeletedRowsAreNotAlive() {
    IndexSpace rows = FileMeasurer.of(scan(false, index(7, 100, 25)), Map.of()).indexes().get(0);

    assertThat(rows.longValues().bytes()).isEqualTo(75 * 16384);
    assertThat(rows.unpurged().bytes()).isEqualTo(25 * 16384 + 2500);
    assertThat(rows.allocated().bytes()).isEqualTo(111 * 16384);
  }

  @Test
  void ofAGeneralTablespaceOnlyNamedIndexesAreTheTables() {
    SpaceScan scan = scan(true, index(7, 0, 0), index(8, 0, 0), index(9, 0, 0));

    Measurement measured = FileMeasurer.of(scan, Map.of(8L, "PRIMARY"));

    assertThat(measured.indexes()).extracting(IndexSpace::name).containsExactly("PRIMARY");
    assertThat(measured.fileSize()).isEqualTo(measured.indexes().get(0).allocated());
    assertThat(measured.free().bytes()).isZero();
  }

  @Test
  void pagesThatCouldNotBeReadWidenTheError() {
    assertThat(FileMeasurer.of(scan(false, index(7, 0, 0)), Map.of()).error()).isEqualTo(0.05);
  }

  @Test
  void oneFileThatCannotBeReadIsAReasonForAll() {
    Measurer.Outcome outcome =
        new FileMeasurer(ScanLimits.DEFAULT).measure(List.of(folder.resolve("p0.ibd")), Map.of());

    assertThat(outcome).isEqualTo(new Unmeasured(folder.resolve("p0.ibd") + ": no such file"));
  }

  private static IndexScan index(long id, int longPages, int marked) {
    return new IndexScan(
        id,
        false,
        false,
        false,
        10,
        1,
        longPages,
        75,
        7500,
        0,
        marked,
        marked * 100.0,
        0,
        14,
        List.of(100),
        0);
  }

  private static SpaceScan scan(boolean isShared, IndexScan... indexes) {
    return new SpaceScan(
        Path.of("t.ibd"),
        5,
        16384,
        false,
        isShared,
        64L << 20,
        100,
        10,
        5,
        List.of(indexes),
        3,
        2,
        100,
        true,
        1 << 20,
        Duration.ofSeconds(1));
  }
}
