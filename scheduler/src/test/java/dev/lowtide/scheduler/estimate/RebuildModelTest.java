package dev.lowtide.scheduler.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sizes are those of files that MySQL 8.0.31 and 9.7.4 made of such tables. */
class RebuildModelTest {

  private static final int PAGE = 16384;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "rows of 100 bytes, 150000, 15000000, 150000, 2100000, 25",
    "half of them, 75000, 7500000, 75000, 1050000, 16",
    "a fifth, 30036, 3002096, 30036, 420504, 11",
    "rows of 6 KB two to a page, 5379, 32429991, 5379, 75306, 52",
    "rows of 56 bytes, 80000, 4480000, 80000, 1120000, 13",
    "a million rows, 960456, 96063456, 960456, 13446384, 124"
  })
  void aShadowCopyOfTwoIndexesTakesWhatTheServersTook(
      String name, long rows, long rowBytes, long entries, long entryBytes, int mebibytes) {
    Measurement table = table(index(true, rows, rowBytes, 0), index(false, entries, entryBytes, 0));

    SizeRange after = RebuildModel.after(table, RebuiltBy.SHADOW_COPY);

    assertThat(after.likely()).as(name).isEqualTo(ByteSize.ofMebibytes(mebibytes));
    assertThat(after.low()).isLessThan(after.likely());
    assertThat(after.high()).isGreaterThan(after.likely());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "rows of 27 bytes, 133745, 3611115, 0, 12",
    "values of 9.6 KB in a page each, 2012, 90540, 2012, 40",
    "values of 19 KB, 1662, 1351206, 3324, 64"
  })
  void aTableWithoutSecondaryKeysKeepsWhatItsLastRowsWanted(
      String name, long rows, long rowBytes, long longPages, int mebibytes) {
    Measurement table = table(index(true, rows, rowBytes, longPages));

    assertThat(RebuildModel.after(table, RebuiltBy.SHADOW_COPY).likely())
        .as(name)
        .isEqualTo(ByteSize.ofMebibytes(mebibytes));
  }

  @Test
  void aHandfulOfRowsTakesEightPages() {
    Measurement table = table(index(true, 250, 6750, 0), index(false, 250, 3500, 0));

    assertThat(RebuildModel.after(table, RebuiltBy.SHADOW_COPY).likely())
        .isEqualTo(new ByteSize(8 * PAGE));
  }

  @Test
  void everyPartitionHasItsOwnSlack() {
    Measurement part = table(index(true, 37500, 3750000, 0), index(false, 37500, 525000, 0));
    Measurement whole = with(part, List.of(part, part, part, part));

    SizeRange one = RebuildModel.after(part, RebuiltBy.SHADOW_COPY);
    SizeRange four = RebuildModel.after(whole, RebuiltBy.SHADOW_COPY);

    assertThat(four.likely().bytes()).isEqualTo(4 * one.likely().bytes());
  }

  @Test
  void aKeyThatGetsItsEntriesRowByRowTakesAThirdMore() {
    Measurement table =
        table(index(true, 1_000_000, 50_000_000, 0), index(false, 1_000_000, 50_000_000, 0));

    ByteSize sorted = RebuildModel.after(table, RebuiltBy.SHADOW_COPY).likely();
    ByteSize held = RebuildModel.after(table, RebuiltBy.COPY_UNDER_HOLD).likely();
    ByteSize unique = RebuildModel.after(table, RebuiltBy.SHADOW_COPY, Set.of("k")).likely();

    assertThat(held.minus(sorted).mebibytes()).isBetween(15.0, 40.0);
    assertThat(unique.minus(sorted).mebibytes()).isBetween(15.0, 40.0);
  }

  @Test
  void anUncertainMeasurementGivesAWiderRange() {
    IndexSpace rows = index(true, 1_000_000, 100_000_000, 0);

    SizeRange sure = RebuildModel.after(table(0, rows), RebuiltBy.SHADOW_COPY);
    SizeRange unsure = RebuildModel.after(table(0.1, rows), RebuiltBy.SHADOW_COPY);

    assertThat(unsure.likely()).isEqualTo(sure.likely());
    assertThat(unsure.high().minus(sure.high()).mebibytes()).isCloseTo(10, within(2.0));
  }

  @Test
  void noRowsTakeTheSmallestFileThereIs() {
    SizeRange after = RebuildModel.after(table(index(true, 0, 0, 0)), RebuiltBy.SHADOW_COPY);

    assertThat(after.likely()).isEqualTo(new ByteSize(7 * PAGE));
  }

  private static IndexSpace index(boolean isClustered, long entries, long bytes, long longPages) {
    return new IndexSpace(
        isClustered ? "PRIMARY" : "k",
        isClustered,
        entries,
        new ByteSize(bytes),
        new ByteSize(longPages * PAGE),
        new ByteSize(2 * bytes),
        ByteSize.ZERO,
        new Packing(List.of(), isClustered ? 14 : 18, 0, false, false));
  }

  private static Measurement table(IndexSpace... indexes) {
    return table(0, indexes);
  }

  private static Measurement table(double error, IndexSpace... indexes) {
    return new Measurement(
        Source.FILES,
        ByteSize.ofMebibytes(200),
        new ByteSize(PAGE),
        false,
        List.of(indexes),
        ByteSize.ZERO,
        error,
        ByteSize.ZERO,
        Duration.ZERO,
        "");
  }

  private static Measurement with(Measurement sum, List<Measurement> parts) {
    return new Measurement(
        sum.source(),
        sum.fileSize(),
        sum.pageSize(),
        sum.isCompressed(),
        sum.indexes(),
        sum.free(),
        sum.error(),
        sum.bytesRead(),
        sum.took(),
        sum.basis(),
        parts);
  }
}
