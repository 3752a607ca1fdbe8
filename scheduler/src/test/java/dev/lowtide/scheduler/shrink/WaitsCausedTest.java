package dev.lowtide.scheduler.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitsCausedTest {

  @Test
  void countsAddUpAndTheLongestStays() {
    WaitsCaused one = new WaitsCaused(3, 1, Duration.ofMillis(400), Duration.ofMillis(90));
    WaitsCaused other = new WaitsCaused(2, 0, Duration.ofMillis(100), Duration.ofMillis(150));

    assertThat(one.plus(other))
        .isEqualTo(new WaitsCaused(5, 1, Duration.ofMillis(400), Duration.ofMillis(150)));
    assertThat(other.plus(one)).isEqualTo(one.plus(other));
    assertThat(one.plus(WaitsCaused.NONE)).isEqualTo(one);
  }
}
