package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RunTimesTest {

  private final SettableClock clock = new SettableClock(NOW);
  private final RunTimes times = new RunTimes(clock);

  @Test
  void aCopysTimeGoesWhereItsPhasesSay() {
    times.onState(RunState.PREFLIGHT);
    pass(1);
    times.onState(RunState.RUNNING);
    times.onPhase(CopyPhase.CREATING);
    pass(2);
    times.onPhase(CopyPhase.COPYING);
    pass(10);
    times.onPhase(CopyPhase.INDEXING);
    pass(20);
    times.onPhase(CopyPhase.FOLLOWING);
    pass(30);
    times.onState(RunState.CUTTING_OVER);
    pass(4);
    times.onState(RunState.VERIFYING);
    pass(1);

    assertThat(timing()).isEqualTo(took(10, 20, 31, 3, 4));
  }

  @Test
  void standingStillIsWaiting() {
    times.onState(RunState.RUNNING);
    times.onPhase(CopyPhase.COPYING);
    pass(10);
    times.onStandstill(true);
    pass(100);
    times.onStandstill(false);
    pass(5);

    assertThat(timing()).isEqualTo(took(15, 0, 0, 0, 100));
  }

  /** It follows, is compared again, and is tried again, all because somebody was in the way. */
  @Test
  void whatComesAfterTheFirstCutOverIsWaiting() {
    times.onPhase(CopyPhase.FOLLOWING);
    pass(3);
    times.onState(RunState.CUTTING_OVER);
    times.onPhase(CopyPhase.SWAPPING);
    pass(1);
    times.onState(RunState.RUNNING);
    times.onPhase(CopyPhase.FOLLOWING);
    pass(600);
    times.onState(RunState.CUTTING_OVER);
    pass(1);
    times.onState(RunState.VERIFYING);

    assertThat(timing()).isEqualTo(took(0, 0, 3, 0, 602));
  }

  @Test
  void aRebuildIsCopyingUntilItsCutOver() {
    times.onState(RunState.RUNNING);
    pass(40);
    times.onState(RunState.CUTTING_OVER);
    pass(2);
    times.onState(RunState.VERIFYING);
    pass(8);

    assertThat(timing()).isEqualTo(took(40, 0, 8, 0, 2));
  }

  @Test
  void aCopyThatAnEarlierAttemptHasBegunIsNotWhole() {
    times.onPhase(CopyPhase.COPYING);
    assertThat(times.isWhole(ShrinkMethod.SHADOW_COPY)).isFalse();
    assertThat(times.isWhole(ShrinkMethod.COPY_UNDER_HOLD)).isTrue();

    times.onPhase(CopyPhase.CREATING);

    assertThat(times.isWhole(ShrinkMethod.SHADOW_COPY)).isTrue();
  }

  @Test
  void aClockThatIsSetBackTakesNothingAway() {
    times.onPhase(CopyPhase.COPYING);
    pass(10);
    times.onPhase(CopyPhase.INDEXING);
    pass(-5);

    assertThat(timing()).isEqualTo(took(10, 0, 0, 0, 0));
  }

  private void pass(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  private RunTiming timing() {
    return times.timing(Work.NONE);
  }

  private static RunTiming took(
      long copying, long indexing, long comparing, long rest, long waited) {
    return new RunTiming(
        Work.NONE,
        Duration.ofSeconds(copying),
        Duration.ofSeconds(indexing),
        Duration.ofSeconds(comparing),
        Duration.ofSeconds(rest),
        Duration.ofSeconds(waited));
  }
}
