package dev.lowtide.scheduler.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Test
  void eachWaitIsAboutTwiceTheOneBeforeUpToTheLongest() {
    Backoff backoff = new Backoff(FIRST, LONGEST, 7);

    for (long expected : new long[] {1, 2, 4, 8, 16, 30, 30, 30}) {
      assertThat(backoff.next().toMillis()).isBetween(expected * 500, expected * 1500);
    }
  }

  @Test
  void noTwoOfThemAreTheSame() {
    Backoff backoff = new Backoff(LONGEST, LONGEST, 7);
    Set<Duration> waits = new HashSet<>();

    for (int i = 0; i < 20; i++) {
      waits.add(backoff.next());
    }

    assertThat(waits).hasSize(20);
  }

  @Test
  void theSameSeedGivesTheSameWaits() {
    assertThat(new Backoff(FIRST, LONGEST, 3).next())
        .isEqualTo(new Backoff(FIRST, LONGEST, 3).next());
  }

  @Test
  void aSuccessBeginsAnew() {
    Backoff backoff = new Backoff(FIRST, LONGEST, 7);
    for (int i = 0; i < 6; i++) {
      backoff.next();
    }

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(FIRST.multipliedBy(3).dividedBy(2));
  }

  @Test
  void aFirstWaitBeyondTheLongestIsRefused() {
    assertThatThrownBy(() -> new Backoff(LONGEST, LONGEST.dividedBy(30), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("first wait: PT30S (expected: above PT0S, at most PT1S)");
  }
}
