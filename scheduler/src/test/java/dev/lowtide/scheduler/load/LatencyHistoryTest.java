package dev.lowtide.scheduler.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistoryTest {

  private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final LatencyHistory history = new LatencyHistory();

  @Test
  void isEmptyAtFirst() {
    assertThat(history.at(seconds(1000))).isEqualTo(Latencies.NONE);
  }

  @Test
  void oneInTwentyMayTakeLonger() {
    count(1000, 95, 10);
    count(1000, 5, 500);

    Latencies latencies = history.at(seconds(1001));

    assertThat(latencies.recent().statements()).isEqualTo(100);
    assertThat(millis(latencies.recent().p95())).isCloseTo(10, withinPercentage(13));
  }

  @Test
  void oneMoreIsThePercentile() {
    count(1000, 94, 10);
    count(1000, 6, 500);

    assertThat(millis(history.at(seconds(1001)).recent().p95()))
        .isCloseTo(500, withinPercentage(13));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 7, 20, 99, 1000, 4321, 60_000})
  void isNeverTooLowAndAtMostAnEighthTooHigh(long tookMillis) {
    count(1000, 1, tookMillis);

    double p95 = millis(history.at(seconds(1001)).recent().p95());

    assertThat(p95).isBetween(tookMillis * 1.0, tookMillis * 1.125);
  }

  @Test
  void whatIsShorterThanAMillisecondIsShort() {
    history.count(seconds(1000), 0);

    assertThat(history.at(seconds(1001)).recent().p95()).isLessThan(Duration.ofMillis(2));
  }

  @Test
  void whatIsShorterThanAMillisecondIsToldApartForPeopleAndNotForComparisons() {
    for (int i = 0; i < 100; i++) {
      history.count(seconds(1000), i < 60 ? 100_000 : 400_000);
    }

    Latencies.Share recent = history.at(seconds(1001)).recent();

    assertThat(millis(recent.spread().p50())).isBetween(0.1, 0.1125);
    assertThat(millis(recent.spread().p95())).isBetween(0.4, 0.45);
    assertThat(millis(recent.p95())).isBetween(1.0, 1.1);
  }

  @Test
  void halfOfThemAndOneInAHundredAreToldToo() {
    count(1000, 50, 10);
    count(1000, 49, 100);
    count(1000, 1, 5000);

    Latencies.Spread spread = history.at(seconds(1001)).recent().spread();

    assertThat(millis(spread.p50())).isCloseTo(10, withinPercentage(13));
    assertThat(millis(spread.p95())).isCloseTo(100, withinPercentage(13));
    assertThat(millis(spread.p99())).isCloseTo(100, withinPercentage(13));
  }

  @Test
  void whatIsLongerThanAMinuteIsLong() {
    history.count(seconds(1000), Duration.ofHours(3).toNanos());

    assertThat(history.at(seconds(1001)).recent().p95()).isGreaterThan(Duration.ofMinutes(1));
  }

  @Test
  void theLastFiveWholeSecondsAreRecentAndTenMinutesBeforeThemArePast() {
    count(1000, 1, 1000);
    count(1394, 2, 100);
    count(1399, 3, 50);
    count(1995, 4, 10);
    count(1999, 5, 10);
    count(2000, 6, 5);

    Latencies latencies = history.at(seconds(2000));

    assertThat(latencies.recent().statements()).isEqualTo(9);
    assertThat(latencies.past().statements()).isEqualTo(3);
  }

  @Test
  void countingMakesNoObject() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    count(0, 1000, 3);
    long before = threads.getCurrentThreadAllocatedBytes();

    for (int second = 1; second <= 1000; second++) {
      count(second, 100, second);
    }

    // A byte for each of the hundred thousand would be an object for some of them.
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
  }

  private void count(long atSecond, int statements, long tookMillis) {
    for (int i = 0; i < statements; i++) {
      history.count(seconds(atSecond), tookMillis * 1_000_000);
    }
  }

  private static long seconds(long seconds) {
    return NANOS_PER_SECOND * seconds;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1_000_000.0;
  }
}
