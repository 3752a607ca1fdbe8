package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.operator.RunPoint;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceKeeperTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final TraceKeeper keeper = new TraceKeeper(new SettableClock(NOON));

  @Test
  void aLongRunIsRememberedLessFinelyAndWhole() {
    for (int i = 0; i < 10_000; i++) {
      keeper.add(new RunId(1), at(i));
    }

    List<RunPoint> points = keeper.trace(new RunId(1));
    assertThat(points).hasSizeBetween(250, 600);
    assertThat(points.get(0).at()).isEqualTo(NOON);
    assertThat(points.get(points.size() - 1).at()).isAfter(NOON.plusSeconds(9_900));
    assertThat(points).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
  }

  @Test
  void theOldestRunIsForgottenFirst() {
    for (int run = 1; run <= 21; run++) {
      keeper.add(new RunId(run), at(run));
    }

    assertThat(keeper.trace(new RunId(1))).isEmpty();
    assertThat(keeper.trace(new RunId(2))).hasSize(1);
    assertThat(keeper.trace(new RunId(21))).hasSize(1);
  }

  private static RunPoint at(int second) {
    return new RunPoint(
        NOON.plusSeconds(second), ByteSize.ofMebibytes(second), 7, Duration.ZERO, "", 0);
  }
}
