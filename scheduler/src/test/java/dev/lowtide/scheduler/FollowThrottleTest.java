package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.copy.Throttle;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FollowThrottleTest extends OperatorDeskScenario {

  private Optional<String> governor = Optional.empty();
  private final Throttle throttle = new FollowThrottle(new Word(), () -> atWork);

  @Test
  void theGovernorsWordIsObeyedWhetherARunIsAtWorkOrNot() {
    assertThat(throttle.standstill()).isEmpty();

    governor = Optional.of("users are slow");

    assertThat(throttle.standstill()).contains("users are slow");
    assertThat(throttle.restAfter(Duration.ofMillis(7))).isEqualTo(Duration.ofMillis(14));
    assertThat(throttle.chunkTime()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whileARunSwapsItsTablesNobodyWritesToTheRegistry() {
    RunId run = waiting();
    book.move(run, RunState.PREFLIGHT, "checking");
    ActiveRun active = new ActiveRun(run, book, journal, Duration.ZERO);
    atWork = active;

    active.onState(RunState.RUNNING, "copying");
    assertThat(throttle.standstill()).isEmpty();
    active.onState(RunState.CUTTING_OVER, "the shadow is complete");
    assertThat(throttle.standstill()).contains("run 1 is at its cut-over");
    active.onState(RunState.RUNNING, "not now");
    assertThat(throttle.standstill()).isEmpty();
  }

  private final class Word implements Throttle {

    @Override
    public Optional<String> standstill() {
      return governor;
    }

    @Override
    public Duration chunkTime() {
      return Duration.ofMillis(250);
    }

    @Override
    public Duration restAfter(Duration worked) {
      return worked.multipliedBy(2);
    }
  }
}
