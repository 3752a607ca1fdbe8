package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.load.LoadModel;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.operator.LoadPoint;
import dev.lowtide.scheduler.quiet.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadHistoryTest {

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final SettableClock clock = new SettableClock(START);
  private int bypassing;
  private final LoadHistory history = new LoadHistory(() -> bypassing, clock);

  @Test
  void whatIsSeenInTenSecondsIsOnePointWithTheMostThereWas() {
    for (int count : new int[] {1, 7, 3}) {
      bypassing = count;
      observe();
      clock.advance(Duration.ofSeconds(3));
    }

    List<LoadPoint> points = history.between(START, START.plusSeconds(60));
    assertThat(points).hasSize(1);
    assertThat(points.get(0).at()).isEqualTo(START);
    assertThat(points.get(0).bypassing()).isEqualTo(7);
  }

  @Test
  void anHourIsFineAndADayIsCoarse() {
    for (int i = 0; i < 24 * 360; i++) {
      observe();
      clock.advance(Duration.ofSeconds(10));
    }
    Instant now = clock.instant();

    assertThat(history.between(now.minus(Duration.ofMinutes(30)), now)).hasSize(180);
    List<LoadPoint> day = history.between(now.minus(Duration.ofDays(1)), now);
    assertThat(day).hasSizeBetween(23 * 12 + 300, 23 * 12 + 372);
    assertThat(day).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
  }

  @Test
  void whatWasNotSeenIsAHole() {
    history.observe(new Observation(0, Judgement.blind("away", Duration.ZERO), null, null));

    assertThat(history.between(START, START.plusSeconds(60))).isEmpty();
  }

  private void observe() {
    history.observe(
        new Observation(
            0,
            Judgement.blind("of no account here", Duration.ZERO),
            new LoadModel().snapshot(List.of(), 0),
            ServerLoads.IDLE));
  }
}
