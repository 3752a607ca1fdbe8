package dev.lowtide.scheduler.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShrinkRunTest {

  private static final Instant LATER = Plans.NOW.plusSeconds(60);

  @Test
  void becomesWhatFollows() {
    ShrinkRun run =
        Plans.run(RunState.WAITING_FOR_QUIET).become(RunState.PREFLIGHT, "checking", LATER);

    assertThat(run.state()).isEqualTo(RunState.PREFLIGHT);
    assertThat(run.reason()).isEqualTo("checking");
    assertThat(run.changedAt()).isEqualTo(LATER);
    assertThat(run.requestedAt()).isEqualTo(Plans.NOW);
  }

  @Test
  void refusesToBecomeWhatDoesNotFollow() {
    ShrinkRun run = Plans.run(RunState.PROPOSED);

    assertThatThrownBy(() -> run.become(RunState.RUNNING, "why not", LATER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("run 7: PROPOSED cannot become RUNNING");
  }

  @Test
  void whatHasEndedIsNotApprovedAnyMore() {
    ShrinkRun run = Plans.run(RunState.EXPIRED);
    Approval yes = new Approval("bob", LATER, false, run.plan().hash());

    assertThatThrownBy(() -> run.approved(yes, "approved by bob", LATER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("EXPIRED cannot become APPROVED");
  }

  @Test
  void keepsItsApprovalFromThenOn() {
    ShrinkRun proposed = Plans.run(RunState.PROPOSED);
    Approval yes = new Approval("bob", LATER, false, proposed.plan().hash());

    ShrinkRun run =
        proposed
            .approved(yes, "approved by bob", LATER)
            .become(RunState.WAITING_FOR_QUIET, "waiting", LATER);

    assertThat(run.approval()).isEqualTo(yes);
  }

  @Test
  void countsItsAttempts() {
    ShrinkRun run = Plans.run(RunState.WAITING_FOR_QUIET).begun().begun();

    assertThat(run.attempts()).isEqualTo(2);
    assertThat(run.state()).isEqualTo(RunState.WAITING_FOR_QUIET);
  }

  @Test
  void aLaterAttemptChangesNothingElse() {
    ShrinkRun run = Plans.run(RunState.WAITING_FOR_QUIET);

    assertThat(run.notBefore(LATER))
        .usingRecursiveComparison()
        .ignoringFields("notBefore")
        .isEqualTo(run);
    assertThat(run.notBefore(LATER).notBefore()).isEqualTo(LATER);
  }

  @ParameterizedTest
  @EnumSource
  void isInTheWayUntilItIsDoneWith(RunState state) {
    boolean isInTheWay = Plans.run(state).isInTheWay();

    assertThat(isInTheWay).isEqualTo(!state.isFinal() || state == RunState.UNCERTAIN);
  }

  @Test
  void anUncertainOneIsOutOfTheWayOnceAPersonHasLookedAtIt() {
    ShrinkRun run = Plans.run(RunState.UNCERTAIN).acknowledged();

    assertThat(run.isInTheWay()).isFalse();
    assertThat(run.state()).isEqualTo(RunState.UNCERTAIN);
  }

  @Test
  void oneThatIsAtWorkStaysInTheWayWhoeverLooks() {
    assertThat(Plans.run(RunState.RUNNING).acknowledged().isInTheWay()).isTrue();
  }
}
