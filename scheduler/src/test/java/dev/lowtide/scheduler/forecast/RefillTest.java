package dev.lowtide.scheduler.forecast;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Payback;
import dev.lowtide.scheduler.shrink.Payback.State;
import dev.lowtide.scheduler.shrink.SizeSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RefillTest {

  private static final ByteSize GAIN = ByteSize.ofMebibytes(1000);
  private static final ByteSize LIVE = ByteSize.ofMebibytes(500);

  private final List<SizeSample> samples = new ArrayList<>();

  @Test
  void aTableWithoutHistoryIsNotKnown() {
    assertThat(refill()).isEqualTo(Payback.unknown("not known yet: no samples"));
  }

  @Test
  void threeSamplesMakeNoTrend() {
    dead(0, 700);
    dead(5, 850);
    dead(10, 1000);

    assertThat(refill().state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void manySamplesOfOneDayMakeNoTrend() {
    for (int hour = 0; hour < 24; hour++) {
      samples.add(sample(hour / 24.0, 900 + hour));
    }

    assertThat(refill().text()).isEqualTo("not known yet: 24 samples in 23 h 0 min");
  }

  @Test
  void growthSaysWhenItIsRefilled() {
    for (int day = 0; day <= 10; day++) {
      dead(day, 500 + 50 * day);
    }

    assertThat(refill().refilledIn()).isEqualTo(Duration.ofDays(20));
    assertThat(refill().text()).isEqualTo("refills in about 20 d, at 50.0 MiB a day");
  }

  @Test
  void whatDoesNotGrowIsSteady() {
    for (int day = 0; day <= 40; day++) {
      dead(day, 1000);
    }

    assertThat(refill()).isEqualTo(Payback.steady("its dead space has not grown in 40 d"));
  }

  @Test
  void whatRefilledAfterAShrinkRefillsAgainHoweverLongItHasBeenFullSince() {
    dead(0, 1000);
    dead(0.01, 0);
    dead(1, 300);
    dead(2, 600);
    dead(3, 900);
    for (int day = 4; day <= 100; day++) {
      dead(day, 1000);
    }

    Payback refill = refill();

    assertThat(refill.state()).isEqualTo(State.REFILLS);
    assertThat(refill.refilledIn()).isBetween(Duration.ofDays(2), Duration.ofDays(4));
    assertThat(refill.isSoonerThan(Duration.ofDays(14))).isTrue();
  }

  @Test
  void twoSamplesThatSawItRefillAreEnough() {
    dead(0, 1000);
    dead(0.01, 0);
    dead(1.01, 1000);

    assertThat(refill().refilledIn()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void onlyWhatCameAfterTheLastShrinkSaysHowFastItGrowsNow() {
    for (int day = 0; day < 30; day++) {
      dead(day, 1000);
    }
    for (int day = 30; day <= 40; day++) {
      dead(day, 10 * (day - 30));
    }

    assertThat(refill().refilledIn()).isEqualTo(Duration.ofDays(100));
  }

  /** It is emptied each time before there is as much to gain as now. */
  @Test
  void aShrinkThatGaveBackLessThanThereIsNowWasOneAllTheSame() {
    for (int day = 0; day < 10; day++) {
      dead(day, 40 * day);
    }
    for (int day = 10; day <= 20; day++) {
      dead(day, 60 * (day - 10));
    }

    assertThat(refill().text()).isEqualTo("refills in about 17 d, at 60.0 MiB a day");
  }

  @Test
  void aFewMebibytesLessAreNoShrink() {
    dead(0, 4);
    dead(1, 1);
    dead(2, 50);
    dead(3, 100);

    assertThat(refill().state()).isEqualTo(State.REFILLS);
  }

  @Test
  void aGainOfNothingRefillsNever() {
    assertThat(Refill.of(List.of(), ByteSize.ZERO).state()).isEqualTo(State.UNKNOWN);
  }

  /** One sample in five is far off, and they come in any order: the trend is found all the same. */
  @RepeatedTest(50)
  void outliersDoNotMoveIt(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double perDay = 5 + random.nextInt(20);
    for (int day = 0; day < 60; day++) {
      boolean isOff = random.nextInt(5) == 0;
      double off = isOff ? 100 * random.nextDouble() : random.nextGaussian();
      dead(day, 400 + perDay * day * 0.3 + off);
    }
    Collections.shuffle(samples, random);

    double days = refill().refilledIn().toHours() / 24.0;

    assertThat(days).isBetween(0.6 * 1000 / (perDay * 0.3), 1.5 * 1000 / (perDay * 0.3));
  }

  /** Twice as fast is half as long, whatever the numbers. */
  @RepeatedTest(20)
  void whatGrowsTwiceAsFastRefillsInHalfTheTime(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    double perDay = 1 + random.nextInt(10);

    assertThat((double) steadyGrowth(perDay).toMillis())
        .isCloseTo(
            2.0 * steadyGrowth(2 * perDay).toMillis(),
            org.assertj.core.data.Percentage.withPercentage(1));
  }

  @Test
  void yearsOfSamplesAreWorkedOutInNoTime() {
    for (int day = 0; day < 4000; day++) {
      dead(day, 500 + 0.1 * day);
    }

    long began = System.nanoTime();
    Payback refill = refill();

    assertThat(refill.state()).isEqualTo(State.STEADY);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
  }

  private static Duration steadyGrowth(double perDay) {
    List<SizeSample> growing = new ArrayList<>();
    for (int day = 0; day < 10; day++) {
      growing.add(sample(day, 500 + perDay * day));
    }
    return Refill.of(growing, GAIN).refilledIn();
  }

  private Payback refill() {
    return Refill.of(samples, GAIN);
  }

  private void dead(double day, double mebibytes) {
    samples.add(sample(day, mebibytes));
  }

  private static SizeSample sample(double day, double mebibytes) {
    ByteSize dead = new ByteSize((long) (mebibytes * (1 << 20)));
    return new SizeSample(
        NOW.plusMillis((long) (day * Duration.ofDays(1).toMillis())), LIVE.plus(dead), LIVE);
  }
}
