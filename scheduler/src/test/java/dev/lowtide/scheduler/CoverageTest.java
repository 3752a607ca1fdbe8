package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.StatementCount;
import dev.lowtide.scheduler.operator.LoadPoint;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CoverageTest {

  private long all = 1_000_000;
  private final Map<Long, Long> ours = new HashMap<>();
  private long passed;
  private boolean isAway;
  private final Coverage coverage = new Coverage(this::count, () -> passed);

  @Test
  void nothingIsKnownBeforeTheSecondLook() {
    coverage.look();

    assertThat(coverage.percent()).isEqualTo(LoadPoint.UNKNOWN);
  }

  @Test
  void isTheShareThatPassedWithoutWhatWeSent() {
    ours.put(7L, 100L);
    coverage.look();
    passed += 75;
    ours.put(7L, 600L);
    ours.put(8L, 50L);
    all += 75 + 25 + 500 + 50;

    coverage.look();

    assertThat(coverage.percent()).isEqualTo(75, within(0.001));
  }

  @Test
  void whatASessionOfOursHadSentBeforeItsEndIsLeftOut() {
    ours.put(7L, 0L);
    coverage.look();
    ours.put(7L, 500L);
    passed += 50;
    all += 550;
    coverage.look();
    ours.clear();
    passed += 50;
    all += 50;

    coverage.look();

    assertThat(coverage.percent()).isEqualTo(100);
  }

  @Test
  void isOfTheLastMinute() {
    coverage.look();
    all += 1000;
    for (int look = 0; look < 7; look++) {
      coverage.look();
    }
    assertThat(coverage.percent()).isEqualTo(LoadPoint.UNKNOWN);
    all += 40;
    passed += 40;

    coverage.look();

    assertThat(coverage.percent()).isEqualTo(100);
  }

  @Test
  void ofAFewNothingIsSaid() {
    coverage.look();
    all += 9;
    coverage.look();

    assertThat(coverage.percent()).isEqualTo(LoadPoint.UNKNOWN);
  }

  @Test
  void isNeverMoreThanAllThoughTheTwoAreNotCountedAtOnce() {
    coverage.look();
    all += 90;
    passed += 100;
    coverage.look();

    assertThat(coverage.percent()).isEqualTo(100);
  }

  @Test
  void aServerThatWasStartedAnewCountsAnew() {
    coverage.look();
    all = 50;
    passed += 50;
    coverage.look();
    assertThat(coverage.percent()).isEqualTo(LoadPoint.UNKNOWN);
    all += 40;
    passed += 20;

    coverage.look();

    assertThat(coverage.percent()).isEqualTo(50);
  }

  @Test
  void aServerThatCannotBeAskedIsNotCovered() {
    coverage.look();
    all += 100;
    passed += 100;
    coverage.look();
    isAway = true;

    coverage.look();

    assertThat(coverage.percent()).isEqualTo(LoadPoint.UNKNOWN);
  }

  private StatementCount count() {
    if (isAway) {
      throw new ProbeFailedException("away", new IllegalStateException());
    }
    return new StatementCount(all, ours);
  }
}
