package dev.lowtide.scheduler.plan;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.SettableClock;
import dev.lowtide.scheduler.estimate.IndexSpace;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer;
import dev.lowtide.scheduler.estimate.Measurer.Measured;
import dev.lowtide.scheduler.estimate.Measurer.Unmeasured;
import dev.lowtide.scheduler.estimate.PurgeDebt;
import dev.lowtide.scheduler.estimate.Source;
import dev.lowtide.scheduler.forecast.History;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Evidence;
import dev.lowtide.scheduler.shrink.Payback.State;
import dev.lowtide.scheduler.shrink.RowShape;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.SizeSample;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class EstimatesTest {

  private static final ByteSize FILE = ByteSize.ofMebibytes(400);
  private static final TableDescription TABLE = Descriptions.table(ORDERS, 400, 1_000_000);

  private final SettableClock clock = new SettableClock(NOW);

  @Test
  void whatWasMeasuredIsSaidWithItsErrorAndWhereItComesFrom() {
    Estimate estimate = estimate(measured(100, 0.05, 0));

    ByteSize rebuilt = FILE.minus(estimate.reclaimable());
    assertThat(rebuilt.bytes()).isBetween(100L << 20, 130L << 20);
    // What was measured is not certain by a twentieth, and how a file grows is not either.
    assertThat(estimate.error().percentOf(rebuilt)).isBetween(5, 12);
    assertThat(estimate.evidence())
        .isEqualTo(new Evidence(Evidence.Kind.FILES, NOW, ByteSize.ofMebibytes(3)));
    assertThat(estimate.basis()).isEqualTo("192 of 400 extents");
    assertThat(estimate.gain()).matches("\\d+(\\.\\d)? MiB ± \\d+(\\.\\d)? MiB");
  }

  @Test
  void rowsThatAreNotPurgedAreNoGain() {
    assertThat(estimate(measured(100, 0.05, 80)).unpurged()).isEqualTo(ByteSize.ofMebibytes(80));
    assertThat(estimate(measured(100, 0.05, 80)).reclaimable())
        .isEqualTo(estimate(measured(100, 0.05, 0)).reclaimable());
  }

  @Test
  void saysWhatItCosts() {
    Estimate estimate = estimate(measured(100, 0.05, 0));

    ByteSize rebuilt = FILE.minus(estimate.reclaimable());
    assertThat(estimate.work())
        .isEqualTo(
            new Work(
                ShrinkMethod.SHADOW_COPY, rebuilt, 500_000, 0, new RowShape(2, 1, false, false)));
    assertThat(estimate.io().logged().bytes()).isEqualTo((long) ((100 << 20) * 1.1));
    assertThat(estimate.temporaryDisk()).isEqualTo(rebuilt.plus(estimate.io().logged()));
    assertThat(estimate.io().read()).isEqualTo(FILE.plus(FILE).plus(rebuilt));
    assertThat(estimate.forecast().isKnown()).isTrue();
  }

  @Test
  void rowsOfAllPartitionsCount() {
    Measurement one = measured(50, 0.05, 0);
    IndexSpace rows = one.indexes().get(0);
    Measurement both =
        new Measurement(
            Source.SQL,
            FILE,
            one.pageSize(),
            false,
            List.of(rows, rows),
            one.free(),
            one.error(),
            one.bytesRead(),
            one.took(),
            one.basis());

    assertThat(estimate(both).work().rows()).isEqualTo(1_000_000);
    assertThat(estimate(both).io().logged().bytes()).isEqualTo((long) ((100 << 20) * 1.1));
  }

  @Test
  void aRebuildByOneStatementLogsNoRows() {
    Estimate estimate =
        estimates(table -> new Measured(measured(100, 0.05, 0)), History.NONE)
            .of(TABLE, ShrinkMethod.COPY_UNDER_HOLD);

    assertThat(estimate.io().logged()).isEqualTo(ByteSize.ZERO);
  }

  @Test
  void whereItCannotBeMeasuredTheServersFiguresServeAndThatIsSaid() {
    Estimate estimate =
        estimates(table -> new Unmeasured("the file is torn"), History.NONE)
            .of(TABLE, ShrinkMethod.SHADOW_COPY);

    assertThat(estimate.evidence().kind()).isEqualTo(Evidence.Kind.STATISTICS);
    assertThat(estimate.basis()).endsWith("; not measured: the file is torn");
    assertThat(estimate.error().bytes()).isPositive();
  }

  @Test
  void whatWasMeasuredBeforeIsBetterThanAGuess() {
    Estimate before = estimate(measured(100, 0.05, 0));
    clock.advance(Duration.ofHours(3));

    Estimate estimate =
        estimates(
                table -> new Unmeasured("it took more than 20.0 s"),
                history(List.of(), Optional.of(before)))
            .of(TABLE, ShrinkMethod.SHADOW_COPY);

    assertThat(estimate.reclaimable()).isEqualTo(before.reclaimable());
    assertThat(estimate.evidence().at()).isEqualTo(NOW);
  }

  @Test
  void itsHistorySaysHowSoonItIsRefilled() {
    List<SizeSample> samples =
        IntStream.range(0, 20)
            .mapToObj(
                day ->
                    new SizeSample(
                        NOW.minus(Duration.ofDays(20 - day)),
                        ByteSize.ofMebibytes(200 + 10 * day),
                        ByteSize.ofMebibytes(100)))
            .toList();

    Estimate estimate =
        estimates(table -> new Measured(measured(100, 0.05, 0)), history(samples, Optional.empty()))
            .of(TABLE, ShrinkMethod.SHADOW_COPY);

    assertThat(estimate.payback().state()).isEqualTo(State.REFILLS);
    assertThat(estimate.payback().refilledIn().toDays()).isBetween(25L, 35L);
  }

  /** Whatever is measured: nothing is negative, and nothing is more than there is. */
  @RepeatedTest(50)
  void noMeasurementMakesAWildNumber(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Measurement wild = measured(random.nextInt(900), random.nextDouble() * 3, random.nextInt(100));

    Estimate estimate = estimate(wild);

    assertThat(estimate.reclaimable()).isBetween(ByteSize.ZERO, FILE);
    assertThat(estimate.error()).isBetween(ByteSize.ZERO, FILE);
    assertThat(estimate.forecast().likely()).isPositive();
  }

  private Estimate estimate(Measurement measured) {
    return estimates(table -> new Measured(measured), History.NONE)
        .of(TABLE, ShrinkMethod.SHADOW_COPY);
  }

  private Estimates estimates(Measurer measurer, History history) {
    return new Estimates(measurer, () -> PurgeDebt.NONE, history, clock);
  }

  private static History history(List<SizeSample> samples, Optional<Estimate> last) {
    return new History() {
      @Override
      public List<SizeSample> samples(TableName table) {
        return samples;
      }

      @Override
      public List<RunTiming> runs() {
        return List.of();
      }

      @Override
      public Optional<Estimate> lastMeasured(TableName table) {
        return last;
      }
    };
  }

  private static Measurement measured(long liveMebibytes, double error, long unpurgedMebibytes) {
    IndexSpace rows =
        new IndexSpace(
            "PRIMARY",
            true,
            500_000,
            ByteSize.ofMebibytes(liveMebibytes),
            ByteSize.ZERO,
            FILE,
            ByteSize.ofMebibytes(unpurgedMebibytes));
    return new Measurement(
        Source.FILES,
        FILE,
        new ByteSize(16384),
        false,
        List.of(rows),
        ByteSize.ofMebibytes(4),
        error,
        ByteSize.ofMebibytes(3),
        Duration.ofMillis(80),
        "192 of 400 extents");
  }
}
