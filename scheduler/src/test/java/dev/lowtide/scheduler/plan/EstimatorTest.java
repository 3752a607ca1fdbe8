package dev.lowtide.scheduler.plan;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimatorTest {

  private static final ByteSize FILE_OVERHEAD = ByteSize.ofMebibytes(5);

  @Test
  void rowsLieInPagesThatAreFifteenSixteenthsFull() {
    Estimate estimate = estimate(Descriptions.table(ORDERS, 100, 200_000));

    assertThat(estimate.temporaryDisk().minus(FILE_OVERHEAD).bytes())
        .isCloseTo(21_506_604L, withinPercentage(0.01));
    assertThat(estimate.reclaimable())
        .isEqualTo(ByteSize.ofMebibytes(100).minus(estimate.temporaryDisk()));
  }

  @Test
  void entriesOfSecondaryIndexesLieInPagesThatAreSevenTenthsFull() {
    ByteSize without = rebuilt(0, 0);

    ByteSize with = rebuilt(12, 2);

    assertThat(with.minus(without).bytes())
        .isCloseTo(200_000 * (12 + 2 * 8) * 10 / 7, withinPercentage(0.01));
  }

  @Test
  void anEmptyTableStillHasAFile() {
    Estimate estimate = estimate(Descriptions.table(ORDERS, 100, 0));

    assertThat(estimate.temporaryDisk()).isEqualTo(FILE_OVERHEAD);
    assertThat(estimate.reclaimable()).isEqualTo(ByteSize.ofMebibytes(95));
  }

  @Test
  void aFullFileGivesNothingBackAndDoesNotGrow() {
    Estimate estimate = estimate(Descriptions.table(ORDERS, 100, 5_000_000));

    assertThat(estimate.reclaimable()).isEqualTo(ByteSize.ZERO);
    assertThat(estimate.temporaryDisk()).isEqualTo(ByteSize.ofMebibytes(100));
  }

  @Test
  void saysWhatItRestsOn() {
    Estimate estimate = estimate(Descriptions.table(ORDERS, 100, 200_000));

    assertThat(estimate.basis())
        .isEqualTo(
            "about 200000 rows of 79 bytes and 0 secondary indexes; DATA_FREE says 4.0 MiB; not"
                + " measured: too busy");
  }

  @Test
  void aCompressedTableIsTakenAtItsFreeExtents() {
    Estimate estimate = estimate(description("Compressed", 0, 0));

    assertThat(estimate.reclaimable()).isEqualTo(ByteSize.ofMebibytes(4));
    assertThat(estimate.temporaryDisk()).isEqualTo(ByteSize.ofMebibytes(96));
    assertThat(estimate.basis()).startsWith("DATA_FREE").contains("usually too low");
  }

  @ParameterizedTest
  @CsvSource({"0, 30", "10, 42", "100, 150", "1000, 1230"})
  void theCutOverTakesAsLongAsTheOldFileIsLarge(long fileMebibytes, long millis) {
    Estimate estimate = estimate(Descriptions.table(ORDERS, fileMebibytes, 0));

    assertThat(estimate.cutOver()).isEqualTo(Duration.ofMillis(millis));
  }

  private static Estimate estimate(TableDescription table) {
    return Estimator.estimate(table, ShrinkMethod.COPY_UNDER_HOLD, "too busy", NOW);
  }

  private static ByteSize rebuilt(double secondaryKeyBytes, int secondaryKeys) {
    return estimate(description("Dynamic", secondaryKeyBytes, secondaryKeys)).temporaryDisk();
  }

  private static TableDescription description(
      String rowFormat, double secondaryKeyBytes, int secondaryKeys) {
    return new TableDescription(
        Descriptions.facts(ORDERS, 100, 200_000, Descriptions.DEFINITION),
        "BASE TABLE",
        "InnoDB",
        true,
        rowFormat,
        79,
        secondaryKeyBytes,
        secondaryKeys,
        Shapes.PLAIN);
  }
}
