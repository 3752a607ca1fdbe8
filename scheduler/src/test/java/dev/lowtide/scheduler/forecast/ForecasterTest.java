package dev.lowtide.scheduler.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Forecast;
import dev.lowtide.scheduler.shrink.RowShape;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ForecasterTest {

  /** As the tables that the rates were fitted to. */
  private static final Work MEASURED =
      new Work(ShrinkMethod.SHADOW_COPY, new ByteSize(49_000_000), 180_000, 1);

  @Test
  void whatTheRatesWereMeasuredWithTakesAsLongAsItTook() {
    Forecast forecast = forecast(MEASURED, List.of());

    assertThat(forecast.likely()).isCloseTo(millis(2_000), millis(200));
    assertThat(forecast.error()).isEqualTo(forecast.likely());
    assertThat(forecast.basis()).isEqualTo("no run on this server yet");
  }

  @Test
  void compressedPagesTakeLonger() {
    Work compressed = shaped(new RowShape(4, 2, false, false));

    assertThat(seconds(forecast(compressed, List.of())))
        .isGreaterThan(3 * seconds(forecast(MEASURED, List.of())));
    assertThat(seconds(forecast(shaped(new RowShape(4, 4, false, false)), List.of())))
        .isGreaterThan(1.5 * seconds(forecast(compressed, List.of())));
  }

  @Test
  void manyColumnsTakeLongerThanOneLongOne() {
    assertThat(seconds(forecast(shaped(new RowShape(20, 1, false, false)), List.of())))
        .isGreaterThan(2 * seconds(forecast(MEASURED, List.of())));
  }

  @Test
  void longValuesTakeLessThanAsManyBytesInShortOnes() {
    Work fewRows = new Work(ShrinkMethod.SHADOW_COPY, MEASURED.bytes(), 3_000, 1);

    assertThat(seconds(forecast(fewRows, List.of())))
        .isLessThan(0.5 * seconds(forecast(MEASURED, List.of())));
  }

  @Test
  void rowsThatComeFromAllPartitionsAtOnceTakeLonger() {
    assertThat(seconds(forecast(shaped(new RowShape(4, 1, false, true)), List.of())))
        .isGreaterThan(1.2 * seconds(forecast(MEASURED, List.of())));
  }

  @Test
  void documentsTakeLongerToCompare() {
    Work documents = shaped(new RowShape(4, 1, true, false));

    assertThat(seconds(forecast(documents, List.of())))
        .isGreaterThan(0.5 + seconds(forecast(MEASURED, List.of())));
  }

  @Test
  void noWorkIsNoForecast() {
    assertThat(forecast(Work.NONE, List.of())).isEqualTo(Forecast.NONE);
  }

  @Test
  void runsOfAnotherMethodSayNothing() {
    RunTiming slow =
        new RunTiming(
            new Work(ShrinkMethod.COPY_UNDER_HOLD, MEASURED.bytes(), MEASURED.rows(), 1),
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO);

    assertThat(forecast(MEASURED, List.of(slow))).isEqualTo(forecast(MEASURED, List.of()));
  }

  @Test
  void oneRunIsBelievedForTheMostPart() {
    Forecast forecast = forecast(MEASURED, List.of(took(MEASURED, 4, new double[] {1, 1, 1, 1})));

    double factor = seconds(forecast) / seconds(forecast(MEASURED, List.of()));
    assertThat(factor).isBetween(2.5, 4.0);
  }

  @Test
  void waitingIsNotLearnt() {
    RunTiming run = took(MEASURED, 1, new double[] {1, 1, 1, 1});
    RunTiming waited =
        new RunTiming(
            run.work(),
            run.copying(),
            run.indexing(),
            run.comparing(),
            run.rest(),
            Duration.ofHours(8));

    assertThat(forecast(MEASURED, List.of(waited))).isEqualTo(forecast(MEASURED, List.of(run)));
  }

  @Test
  void aSlowDiskForIndexesIsLearntForIndexesAlone() {
    List<RunTiming> past = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      past.add(took(MEASURED, 1, new double[] {1, 6, 1, 1}));
    }
    Work noKeys = new Work(ShrinkMethod.SHADOW_COPY, MEASURED.bytes(), MEASURED.rows(), 0);

    assertThat(seconds(forecast(noKeys, past)))
        .isCloseTo(seconds(forecast(noKeys, List.of())), within(0.05));
    assertThat(seconds(forecast(MEASURED, past)))
        .isGreaterThan(seconds(forecast(MEASURED, List.of())) * 1.5);
  }

  @Test
  void moreWorkNeverTakesLess() {
    List<RunTiming> past = List.of(took(MEASURED, 3, new double[] {2, 0.5, 1, 4}));
    Work more =
        new Work(ShrinkMethod.SHADOW_COPY, MEASURED.bytes().plus(MEASURED.bytes()), 400_000, 2);

    assertThat(forecast(more, past).likely()).isGreaterThan(forecast(MEASURED, past).likely());
  }

  /**
   * Servers four times as fast to six times as slow, each part with a speed of its own, tables of
   * all sizes, runs that differ by a tenth among themselves: after three runs eight of ten
   * forecasts are within 30 %.
   */
  @Test
  void afterThreeRunsEightOfTenForecastsAreWithinThirtyPercent() {
    int good = 0;
    int honest = 0;
    int all = 500;
    for (int seed = 0; seed < all; seed++) {
      Random random = new Random(seed);
      double server = Math.exp(Math.log(0.25) + random.nextDouble() * Math.log(24));
      double[] parts = {speed(random), speed(random), speed(random), speed(random)};
      List<RunTiming> past = new ArrayList<>();
      for (int run = 0; run < 3; run++) {
        past.add(noisy(took(work(random), server, parts), random));
      }
      RunTiming next = noisy(took(work(random), server, parts), random);
      Forecast forecast = forecast(next.work(), past);
      double truth = next.worked().toMillis() / 1000.0;
      good += Math.abs(seconds(forecast) / truth - 1) <= 0.3 ? 1 : 0;
      honest += Math.abs(seconds(forecast) - truth) <= forecast.error().toMillis() / 1000.0 ? 1 : 0;
    }

    assertThat(good).isGreaterThanOrEqualTo(all * 8 / 10);
    assertThat(honest).isGreaterThanOrEqualTo(all * 8 / 10);
  }

  /** The error bar gets no wider by runs that agree with each other. */
  @RepeatedTest(10)
  void runsThatAgreeMakeItSurer(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double server = 0.5 + 3 * random.nextDouble();
    List<RunTiming> past = new ArrayList<>();
    double before = 2;
    for (int run = 0; run < 8; run++) {
      Forecast forecast = forecast(MEASURED, past);
      double share = forecast.error().toMillis() / (double) forecast.likely().toMillis();
      assertThat(share).isLessThanOrEqualTo(before + 0.02);
      before = share;
      past.add(took(work(random), server, new double[] {1, 1, 1, 1}));
    }
    assertThat(before).isLessThan(0.2);
  }

  private static Work shaped(RowShape shape) {
    return new Work(ShrinkMethod.SHADOW_COPY, MEASURED.bytes(), MEASURED.rows(), 1, shape);
  }

  private static double speed(Random random) {
    return Math.exp(random.nextGaussian() * 0.4);
  }

  private static Work work(Random random) {
    long rows = 20_000L + random.nextInt(5_000_000);
    return new Work(
        ShrinkMethod.SHADOW_COPY,
        new ByteSize(rows * (50 + random.nextInt(800))),
        rows,
        random.nextInt(5));
  }

  /** What it takes on a server that much slower, each part times a factor of its own. */
  private static RunTiming took(Work work, double server, double[] parts) {
    Duration[] took = new Duration[4];
    for (Rates.Part part : Rates.Part.ALL) {
      double seconds = Rates.seconds(part, work) * server * parts[Rates.Part.ALL.indexOf(part)];
      took[Rates.Part.ALL.indexOf(part)] = Duration.ofMillis(Math.round(seconds * 1000));
    }
    return new RunTiming(work, took[0], took[1], took[2], took[3], Duration.ZERO);
  }

  private static RunTiming noisy(RunTiming timing, Random random) {
    return new RunTiming(
        timing.work(),
        noisy(timing.copying(), random),
        noisy(timing.indexing(), random),
        noisy(timing.comparing(), random),
        noisy(timing.rest(), random),
        timing.waited());
  }

  private static Duration noisy(Duration duration, Random random) {
    return Duration.ofMillis(
        Math.round(duration.toMillis() * Math.exp(0.1 * random.nextGaussian())));
  }

  private static Forecast forecast(Work work, List<RunTiming> past) {
    return Forecaster.forecast(work, past);
  }

  private static double seconds(Forecast forecast) {
    return forecast.likely().toMillis() / 1000.0;
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
