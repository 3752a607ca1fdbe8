package dev.lowtide.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.shrink.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevertLogTest {

  private final List<String> notes = new ArrayList<>();
  private final List<Long> threads = new ArrayList<>();
  private final FollowProgress progress = new FollowProgress(() -> false, notes::add);
  private final RevertLog log = new RevertLog(progress, notes::add, threads::add);

  @Test
  void aRunThatIsOverMovesNowhereAndItsHistorySaysWhyNotYet() {
    log.onState(RunState.CUTTING_OVER, "the shadow is complete");
    log.onState(RunState.RUNNING, "not now: somebody has it open");
    log.onStatement(17);

    assertThat(notes).containsExactly("revert: not now: somebody has it open");
    assertThat(threads).containsExactly(17L);
  }

  @Test
  void howFarItIsIsToldInWords() {
    log.copy().onCompared(30);
    assertThat(progress.words()).isEqualTo("30 rows are compared");

    log.copy().onPhase(CopyPhase.FOLLOWING, "the cut-over waits for session 9");
    assertThat(progress.words())
        .isEqualTo("30 rows are compared, the cut-over waits for session 9");
  }
}
