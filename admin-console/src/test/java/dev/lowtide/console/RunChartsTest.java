package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.console.Chart.Dot;
import dev.lowtide.console.RunCharts.Spell;
import dev.lowtide.scheduler.operator.RunPoint;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunChartsTest {

  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void theRateIsWhatWasCopiedFromOneLookToTheNext() {
    RunCharts charts = RunCharts.of(List.of(at(0, 0, "", 0), at(2, 64, "", 0), at(4, 64, "", 0)));

    assertThat(charts.charts().get(0).lines().get(0).dots())
        .containsExactly(new Dot(NOON.plusSeconds(2), 32), new Dot(NOON.plusSeconds(4), 0));
  }

  @Test
  void standstillsAreOneSpellAsLongAsTheyLast() {
    RunCharts charts =
        RunCharts.of(
            List.of(
                at(0, 0, "", 0),
                at(1, 1, "threads running: 40", 0),
                at(2, 1, "threads running: 41", 0),
                at(3, 1, "", 0),
                at(4, 2, "paused by ann", 0),
                at(5, 2, "", 0)));

    assertThat(charts.spells())
        .containsExactly(
            new Spell("threads running: 40", NOON.plusSeconds(1), NOON.plusSeconds(3)),
            new Spell("paused by ann", NOON.plusSeconds(4), NOON.plusSeconds(5)));
  }

  @Test
  void eachAttemptToCutOverIsMarkedOnce() {
    RunCharts charts = RunCharts.of(List.of(at(0, 0, "", 0), at(1, 1, "", 1), at(2, 1, "", 1)));

    assertThat(charts.attempts()).containsExactly(NOON.plusSeconds(1));
  }

  @Test
  void ofOneLookNothingCanBeDrawn() {
    assertThat(RunCharts.of(List.of(at(0, 0, "", 0))).charts()).isEmpty();
  }

  private static RunPoint at(int second, int mebibytes, String standstill, int attempts) {
    return new RunPoint(
        NOON.plusSeconds(second),
        ByteSize.ofMebibytes(mebibytes),
        10,
        Duration.ofMillis(3),
        standstill,
        attempts);
  }
}
