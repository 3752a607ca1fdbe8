package dev.lowtide.scheduler.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChunkSizeTest {

  private static final Duration TARGET = Duration.ofMillis(250);

  @Test
  void growsTwofoldAtMost() {
    ChunkSize size = new ChunkSize(10, 200, 50_000);
    size.onDone(200, Duration.ofMillis(1), TARGET);
    assertThat(size.rows()).isEqualTo(400);
  }

  @Test
  void shrinksAtOnceToWhatFits() {
    ChunkSize size = new ChunkSize(10, 10_000, 50_000);
    size.onDone(10_000, Duration.ofMillis(2500), TARGET);
    assertThat(size.rows()).isEqualTo(1000);
  }

  @Test
  void doesNotGrowByAPieceThatWasCutShort() {
    ChunkSize size = new ChunkSize(10, 1000, 50_000);
    size.onDone(3, Duration.ofNanos(1), TARGET);
    assertThat(size.rows()).isEqualTo(1000);
  }

  @Test
  void staysBetweenItsBounds() {
    ChunkSize size = new ChunkSize(10, 40_000, 50_000);
    size.onDone(40_000, Duration.ofMillis(1), TARGET);
    assertThat(size.rows()).isEqualTo(50_000);
    size.onDone(50_000, Duration.ofHours(1), TARGET);
    assertThat(size.rows()).isEqualTo(10);
  }
}
