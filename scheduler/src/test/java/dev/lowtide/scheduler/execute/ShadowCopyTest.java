package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.approval.ApprovedPlans;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.AttemptResult.Failed;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Unknown;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.execute.SwapServer.Settled;
import dev.lowtide.scheduler.execute.SwapSession.OutcomeUnknownException;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What comes of an attempt at a shadow copy, and what is said of it. */
class ShadowCopyTest {

  private static final String HOLD = "hold [shop.orders]";

  private final ScriptedPace pace = new ScriptedPace();
  private final Chronicle chronicle = new Chronicle(pace);
  private final FakeCopyTools tools = new FakeCopyTools(pace, chronicle);
  private final FakeTraffic traffic = new FakeTraffic(pace, chronicle);
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final FakeCopyLog log = new FakeCopyLog(chronicle);

  @Test
  void theShadowIsCopiedComparedAndTakesTheTablesPlace() throws Exception {
    AttemptResult result = attempt();

    assertThat(result).isInstanceOf(Rebuilt.class);
    assertThat(((Rebuilt) result).verification()).isEqualTo(FakeComparison.SAME);
    assertThat(result.waits().cutOver()).isPositive();
    assertThat(chronicle.deeds())
        .containsSubsequence(
            "RUNNING",
            "add keys",
            "compare",
            "count",
            "analyze",
            "thread 43 is written down",
            "CUTTING_OVER",
            HOLD,
            "swap",
            "release",
            "all rows are the same",
            "VERIFYING");
    assertThat(log.notes).containsExactly("3 rows are copied", "3 rows are compared, 0 open");
    assertThat(tools.comparison.isClosed).isTrue();
  }

  @Test
  void whatWasCopiedBeforeIsNotCopiedAgain() throws Exception {
    tools.target.isCopied();

    assertThat(attempt()).isInstanceOf(Rebuilt.class);

    assertThat(log.notes).startsWith("goes on after 3 rows");
    assertThat(chronicle.deeds()).doesNotContain("add keys");
  }

  @Test
  void anAttemptInVainIsFollowedByAnother() throws Exception {
    tools.swapSession.isLockGranted = false;
    pace.at(Duration.ofSeconds(3), () -> tools.swapSession.isLockGranted = true);

    assertThat(attempt()).isInstanceOf(Rebuilt.class);

    assertThat(log.states)
        .anyMatch(state -> state.startsWith("RUNNING: not now: the lock was not granted in time"));
    assertThat(log.states).last().asString().startsWith("VERIFYING: ");
    assertThat(chronicle.deeds()).filteredOn("lock"::equals).hasSizeBetween(2, 4);
  }

  @Test
  void rowsThatWereAppliedInVainAreComparedAgain() throws Exception {
    tools.swapSession.takes.put("compare", Plans.CLIENT_WAIT_MAX);
    tools.swapSession.meanwhile.put("lock", () -> tools.feed.comes(0, "9"));
    pace.at(Duration.ofSeconds(3), tools.swapSession.takes::clear);

    assertThat(attempt()).isInstanceOf(Rebuilt.class);

    assertThat(tools.comparison.applied).contains(RowKey.of("9"));
  }

  @Test
  void nobodyIsHeldWhileTheLogIsSlow() throws Exception {
    tools.target.isCopied();
    tools.logTakes = Duration.ofMillis(400);
    pace.at(Duration.ofSeconds(5), () -> tools.logTakes = Duration.ZERO);

    assertThat(attempt()).isInstanceOf(Rebuilt.class);

    assertThat(chronicle.timeOf(HOLD)).isGreaterThan(Duration.ofSeconds(5));
  }

  @Test
  void nobodyIsHeldWhileItMustStandStill() throws Exception {
    tools.comparison.onStep = () -> tools.standstill = "users are slow";
    pace.at(Duration.ofSeconds(9), () -> tools.standstill = "");

    assertThat(attempt()).isInstanceOf(Rebuilt.class);

    assertThat(chronicle.timeOf(HOLD)).isGreaterThan(Duration.ofSeconds(9));
  }

  @Test
  void rowsThatDifferUnderTheLockEndTheRun() throws Exception {
    tools.comparison.open.add(RowKey.of("5"));
    tools.swapSession.differing.add(RowKey.of("5"));

    AttemptResult result = attempt();

    assertThat(result).isInstanceOf(Failed.class);
    assertThat(result.text()).startsWith("DIFFERENT: ").contains("5");
    assertThat(chronicle.deeds()).contains("release").doesNotContain("swap", "VERIFYING");
  }

  @Test
  void aSwapThatMayHaveHappenedIsUnknown() throws Exception {
    tools.swapSession.faults.put(
        "swap", new OutcomeUnknownException("lost", new IllegalStateException()));
    tools.server.settled = new Settled(Settled.Outcome.UNKNOWN, "nobody can tell");

    AttemptResult result = attempt();

    assertThat(result).isInstanceOf(Unknown.class);
    assertThat(result.text()).contains("nobody can tell");
  }

  @Test
  void rowsThatDifferBeforeEndTheRunAndNobodyIsHeld() throws Exception {
    tools.comparison.isOver = true;
    tools.comparison.verification = new Verification(Verdict.DIFFERENT, 3, "DIFFERENT: row 5");

    AttemptResult result = attempt();

    assertThat(result).isInstanceOf(Failed.class);
    assertThat(result.text()).isEqualTo("DIFFERENT: row 5");
    assertThat(chronicle.deeds()).doesNotContain(HOLD, "drop");
    assertThat(tools.comparison.isClosed).isTrue();
  }

  @Test
  void rowsThatChangeTooFastAreComparedAnotherTime() throws Exception {
    tools.comparison.isOver = true;
    tools.comparison.verification = Verification.unproven("row 5 changed as fast");

    assertYielded(attempt(), AbortReason.TABLE_IN_USE, "row 5 changed as fast");
  }

  @Test
  void whatIsStoppedStaysToBeGoneOnWith() throws Exception {
    tools.onChunk = () -> log.isStopRequested = true;

    assertYielded(attempt(), AbortReason.ASKED, "the copy was asked to stop");

    assertThat(tools.target.isShadowThere).isTrue();
    assertThat(chronicle.deeds()).doesNotContain("drop", "forget");
  }

  @Test
  void whatIsLostIsRemovedAndBegunAnewAnotherTime() throws Exception {
    tools.onChunk =
        () ->
            tools.target.distrust =
                new CopyStoppedException(Fate.LOST, AbortReason.BLIND, "sql_log_bin is 0");

    assertYielded(attempt(), AbortReason.BLIND, "sql_log_bin is 0");

    assertThat(chronicle.deeds()).containsSubsequence("drop", "forget", "YIELDING");
    assertThat(tools.target.isShadowThere).isFalse();
  }

  @Test
  void aTableThatCannotBeCopiedEndsTheRun() throws Exception {
    tools.target.isTableThere = false;

    AttemptResult result = attempt();

    assertThat(result).isInstanceOf(Failed.class);
    assertThat(result.text()).isEqualTo(ORDERS + " does not exist, or has no key to copy it by");
  }

  @Test
  void aTargetThatCannotBeAskedIsAskedAnotherTime() throws Exception {
    tools.noSwapSession = new IllegalStateException("nobody answers");

    assertYielded(attempt(), AbortReason.BLIND, "nobody answers");
  }

  private AttemptResult attempt() throws InterruptedException {
    return new ShadowCopyWay(tools, traffic, pace)
        .attempt(
            ApprovedPlans.approved(Plans.plan(ORDERS, ShrinkMethod.SHADOW_COPY)),
            surroundings,
            log);
  }

  private void assertYielded(AttemptResult result, AbortReason reason, String text) {
    assertThat(result).isInstanceOf(Yielded.class);
    assertThat(((Yielded) result).reason()).isEqualTo(reason);
    assertThat(result.text()).isEqualTo(text);
    assertThat(log.states).last().isEqualTo("YIELDING: " + text);
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }
}
