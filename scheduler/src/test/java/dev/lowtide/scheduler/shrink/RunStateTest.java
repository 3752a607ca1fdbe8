package dev.lowtide.scheduler.shrink;

import static dev.lowtide.scheduler.shrink.RunState.ABORTED;
import static dev.lowtide.scheduler.shrink.RunState.APPROVED;
import static dev.lowtide.scheduler.shrink.RunState.CHANGES_REQUESTED;
import static dev.lowtide.scheduler.shrink.RunState.CUTTING_OVER;
import static dev.lowtide.scheduler.shrink.RunState.EXPIRED;
import static dev.lowtide.scheduler.shrink.RunState.FAILED;
import static dev.lowtide.scheduler.shrink.RunState.PAUSED;
import static dev.lowtide.scheduler.shrink.RunState.PREFLIGHT;
import static dev.lowtide.scheduler.shrink.RunState.PROPOSED;
import static dev.lowtide.scheduler.shrink.RunState.REJECTED;
import static dev.lowtide.scheduler.shrink.RunState.REVOKED;
import static dev.lowtide.scheduler.shrink.RunState.RUNNING;
import static dev.lowtide.scheduler.shrink.RunState.STALE;
import static dev.lowtide.scheduler.shrink.RunState.SUCCEEDED;
import static dev.lowtide.scheduler.shrink.RunState.UNCERTAIN;
import static dev.lowtide.scheduler.shrink.RunState.VERIFYING;
import static dev.lowtide.scheduler.shrink.RunState.WAITING_FOR_QUIET;
import static dev.lowtide.scheduler.shrink.RunState.YIELDING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStateTest {

  private static final Map<RunState, List<RunState>> EDGES =
      Map.ofEntries(
          Map.entry(PROPOSED, List.of(CHANGES_REQUESTED, APPROVED, REJECTED, EXPIRED)),
          Map.entry(CHANGES_REQUESTED, List.of(PROPOSED, REJECTED, EXPIRED)),
          Map.entry(STALE, List.of(PROPOSED)),
          Map.entry(APPROVED, List.of(WAITING_FOR_QUIET, REVOKED, EXPIRED, STALE, ABORTED)),
          Map.entry(
              WAITING_FOR_QUIET, List.of(PREFLIGHT, ABORTED, REVOKED, EXPIRED, STALE, FAILED)),
          Map.entry(PREFLIGHT, List.of(RUNNING, YIELDING, ABORTED, FAILED, STALE)),
          Map.entry(RUNNING, List.of(PAUSED, CUTTING_OVER, YIELDING, ABORTED, FAILED, UNCERTAIN)),
          Map.entry(PAUSED, List.of(RUNNING, YIELDING, ABORTED, FAILED, UNCERTAIN)),
          Map.entry(YIELDING, List.of(WAITING_FOR_QUIET, ABORTED, FAILED, UNCERTAIN)),
          Map.entry(
              CUTTING_OVER, List.of(RUNNING, VERIFYING, YIELDING, ABORTED, FAILED, UNCERTAIN)),
          Map.entry(VERIFYING, List.of(SUCCEEDED, FAILED, UNCERTAIN)));

  @ParameterizedTest
  @EnumSource
  void goesAlongItsEdgesAndNowhereElse(RunState state) {
    List<RunState> reachable = Arrays.stream(RunState.values()).filter(state::canBecome).toList();

    assertThat(reachable).containsExactlyInAnyOrderElementsOf(EDGES.getOrDefault(state, List.of()));
  }

  @Test
  void whatMovesNoMoreUnlessSomebodyAsksAgainIsFinal() {
    assertThat(RunState.values())
        .filteredOn(RunState::isFinal)
        .containsExactlyInAnyOrder(
            SUCCEEDED, FAILED, ABORTED, UNCERTAIN, REJECTED, EXPIRED, REVOKED, STALE);
  }

  @Test
  void isAtWorkWhileAStatementOfOursMayBe() {
    assertThat(RunState.values())
        .filteredOn(RunState::isAtWork)
        .containsExactlyInAnyOrder(RUNNING, PAUSED, YIELDING, CUTTING_OVER, VERIFYING);
  }
}
