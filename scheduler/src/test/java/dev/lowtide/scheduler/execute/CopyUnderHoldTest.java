package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.CLIENT_WAIT_MAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.execute.AttemptResult.Failed;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Unknown;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.execute.RebuildServer.Blocked;
import dev.lowtide.scheduler.execute.RebuildStatement.Ending;
import dev.lowtide.scheduler.execute.RebuildStatement.Ending.Kind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyUnderHoldTest {

  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final Duration WHILE_COPYING = Duration.ofMillis(150);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ScriptedPace pace = new ScriptedPace();
  private final Chronicle chronicle = new Chronicle(pace);
  private final FakeServer server = new FakeServer(pace, chronicle);
  private final FakeOnlooker onlooker = new FakeOnlooker(pace, chronicle, server);
  private final FakeTraffic traffic = new FakeTraffic(pace, chronicle);
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final FakeRunLog log = new FakeRunLog(chronicle);

  @Test
  void doesEverythingInTheRightOrder() throws InterruptedException {
    run();

    assertThat(chronicle.deeds())
        .containsExactly(
            "hold writes to shop.orders",
            "onlooker arrives at shop.orders",
            "thread 42 is written down",
            "RUNNING",
            "send",
            "read original",
            "CUTTING_OVER",
            "hold all of shop.orders",
            "hold read views",
            "step aside",
            "open view",
            "release writes",
            "release all",
            "release read views",
            "VERIFYING",
            "read rebuilt");
  }

  @Test
  void tellsHowTheComparisonCameOutAndWhatItCost() throws InterruptedException {
    pace.at(Duration.ofMillis(350), traffic::clientComes);

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Rebuilt.class);
    assertThat(((Rebuilt) result).verification()).isEqualTo(FakeOnlooker.SAME);
    assertThat(result.waits().held()).isEqualTo(1);
    assertThat(result.waits().longest())
        .isEqualTo(chronicle.timeOf("release writes").minusMillis(350));
    assertThat(result.waits().cutOver())
        .isEqualTo(chronicle.timeOf("open view").minus(chronicle.timeOf("CUTTING_OVER")))
        .isGreaterThanOrEqualTo(FakeOnlooker.SWAPPED_AFTER);
  }

  @Test
  void tellsHowMuchIsCopiedWhileItIs() throws InterruptedException {
    run();

    assertThat(log.copied)
        .contains(ByteSize.ofMebibytes(0), ByteSize.ofMebibytes(20), ByteSize.ofMebibytes(400))
        .isSorted();
  }

  @Test
  void keepsItsHoldsAliveAtEveryLook() throws InterruptedException {
    server.copiedAfter = SECOND;

    run();

    assertThat(traffic.renewals).isGreaterThan(50);
  }

  @Test
  void readsTheOriginalOnlyOnceWritersAreKeptOut() throws InterruptedException {
    run();

    assertThat(chronicle.timeOf("read original")).isEqualTo(FakeServer.COPYING_AFTER);
  }

  @Test
  void stepsAsideOnlyWhenTheCopyIsComplete() throws InterruptedException {
    server.copiedAfter = Duration.ofSeconds(3);

    run();

    assertThat(chronicle.timeOf("step aside")).isBetween(seconds(3), seconds(3).plus(LOOK_EVERY));
  }

  @Test
  void stepsAsideOnlyWhenTheOriginalIsRead() throws InterruptedException {
    onlooker.originalReadAfter = Duration.ofSeconds(3);

    run();

    Duration read = FakeServer.COPYING_AFTER.plusSeconds(3);
    assertThat(chronicle.timeOf("step aside")).isBetween(read, read.plus(LOOK_EVERY));
  }

  @Test
  void stepsAsideOnlyWhenNoViewOfThePastIsLeft() throws InterruptedException {
    server.readViews.add(91L);
    pace.at(seconds(2), server.readViews::clear);

    run();

    assertThat(chronicle.timeOf("CUTTING_OVER")).isLessThan(SECOND);
    assertThat(chronicle.timeOf("step aside")).isBetween(seconds(2), seconds(2).plus(LOOK_EVERY));
  }

  @Test
  void doesNotWaitForSessionsThatTheProxyKnowsToHaveNoView() throws InterruptedException {
    server.readViews.add(91L);
    surroundings.threadsWithoutReadView.add(91L);

    run();

    assertThat(chronicle.timeOf("step aside")).isLessThan(SECOND);
  }

  @Test
  void takesItsOwnSessionsForItsOwn() throws InterruptedException {
    run();

    assertThat(server.takenForOurs).containsOnly(List.of(43L, 44L, 42L));
  }

  @Test
  void isGivenUpWhenAHeldClientHasWaitedForTheBudget() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, traffic::clientComes);

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.CLIENT_WAITED);
    assertThat(result.waits().longest())
        .isBetween(CLIENT_WAIT_MAX, CLIENT_WAIT_MAX.plus(LOOK_EVERY).plus(FakeServer.KILLED_AFTER));
    assertThat(result.waits().held()).isEqualTo(1);
    assertThat(result.waits().cutOver()).isZero();
  }

  @Test
  void isGivenUpWhenASessionHasWaitedAtTheServerForTheBudget() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> server.blocked.add(new Blocked(77, "etl@h", false)));

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.CLIENT_WAITED);
    assertThat(result.text()).isEqualTo("session 77 (etl@h) waits at the server");
    assertThat(chronicle.timeOf("kill"))
        .isBetween(
            WHILE_COPYING.plus(CLIENT_WAIT_MAX),
            WHILE_COPYING.plus(CLIENT_WAIT_MAX).plus(LOOK_EVERY.multipliedBy(2)));
    assertThat(result.waits().longest()).isEqualTo(CLIENT_WAIT_MAX);
  }

  @Test
  void aSessionThatGoesOnInTimeIsNoReasonToGiveUp() throws InterruptedException {
    server.copiedAfter = seconds(2);
    pace.at(WHILE_COPYING, () -> server.blocked.add(new Blocked(77, "etl@h", false)));
    pace.at(Duration.ofMillis(250), server.blocked::clear);

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Rebuilt.class);
    assertThat(result.waits().longest()).isBetween(Duration.ofMillis(60), Duration.ofMillis(100));
  }

  @Test
  void isGivenUpAtOnceWhenABlockedSessionHoldsALockOnTheObject() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> server.blocked.add(new Blocked(77, "etl@h", true)));

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.CLIENT_WAITED);
    assertThat(result.text()).contains("session 77 (etl@h)", "a lock that it holds in part");
    assertThat(chronicle.timeOf("kill")).isBetween(WHILE_COPYING, WHILE_COPYING.plus(LOOK_EVERY));
  }

  @Test
  void isGivenUpWhenItIsBusyForASecond() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> surroundings.load = FakeSurroundings.BUSY);

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.NOT_QUIET);
    assertThat(result.text()).isEqualTo(FakeSurroundings.BUSY.text());
    assertThat(chronicle.timeOf("kill"))
        .isBetween(
            WHILE_COPYING.plus(SECOND),
            WHILE_COPYING.plus(SECOND).plus(LOOK_EVERY.multipliedBy(2)));
  }

  @Test
  void goesOnWhenABusyMomentPasses() throws InterruptedException {
    server.copiedAfter = seconds(3);
    pace.at(WHILE_COPYING, () -> surroundings.load = FakeSurroundings.BUSY);
    pace.at(WHILE_COPYING.plusMillis(900), () -> surroundings.load = new Quiet());
    pace.at(WHILE_COPYING.plusMillis(1000), () -> surroundings.load = FakeSurroundings.BUSY);
    pace.at(WHILE_COPYING.plusMillis(1900), () -> surroundings.load = new Quiet());

    assertThat(run()).isInstanceOf(Rebuilt.class);
  }

  @Test
  void goesOnWhenItIsQuietAgainAndOnlyNotForLongEnough() throws InterruptedException {
    server.copiedAfter = seconds(3);
    pace.at(WHILE_COPYING, () -> surroundings.load = FakeSurroundings.ONLY_TOO_SHORT);

    assertThat(run()).isInstanceOf(Rebuilt.class);
  }

  @Test
  void isGivenUpWhenItIsBlindForASecond() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> surroundings.load = new Blind("feed gap"));

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.BLIND);
    assertThat(result.text()).isEqualTo("blind: feed gap");
  }

  @Test
  void isGivenUpWhenTheServerCannotBeAsked() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> server.isOutOfReach = true);

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.BLIND);
    assertThat(result.text()).isEqualTo("the server does not answer");
  }

  @Test
  void isGivenUpWhenSomebodyAsks() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> surroundings.isStopRequested = true);

    assertGivenUp(run(), AbortReason.ASKED);
    assertThat(chronicle.timeOf("kill")).isBetween(WHILE_COPYING, WHILE_COPYING.plus(LOOK_EVERY));
  }

  @Test
  void isGivenUpWhenItsHoldHasLapsed() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> traffic.hasLapsed = true);

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.BLIND);
    assertThat(result.text()).startsWith("the hold ran out");
  }

  @Test
  void isGivenUpWhenViewsOfThePastDoNotGoAway() throws InterruptedException {
    server.readViews.add(91L);

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.TABLE_IN_USE);
    assertThat(result.text()).isEqualTo("sessions [91] keep views of the past");
    assertThat(chronicle.deeds()).doesNotContain("step aside");
    Duration cuttingOver = chronicle.timeOf("CUTTING_OVER");
    assertThat(chronicle.timeOf("kill"))
        .isBetween(cuttingOver.plusSeconds(5), cuttingOver.plusSeconds(5).plus(LOOK_EVERY));
  }

  @Test
  void isGivenUpWhenTheCutOverWouldNoLongerFitTheBudget() throws InterruptedException {
    pace.at(Duration.ofMillis(40), traffic::clientComes);

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.CLIENT_WAITED);
    assertThat(result.text())
        .isEqualTo("a client would have waited 530 ms by the end of the cut-over");
    assertThat(chronicle.deeds()).contains("CUTTING_OVER").doesNotContain("step aside");
    assertThat(result.waits().longest()).isLessThan(CLIENT_WAIT_MAX);
  }

  @Test
  void isGivenUpWhenAClientHasWaitedForTheBudgetDuringTheCutOver() throws InterruptedException {
    pace.at(Duration.ofMillis(350), traffic::clientComes);
    onlooker.onStepAside = () -> {};

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.CLIENT_WAITED);
    assertThat(chronicle.deeds()).containsSubsequence("step aside", "kill", "YIELDING");
    assertThat(result.waits().longest())
        .isBetween(CLIENT_WAIT_MAX, CLIENT_WAIT_MAX.plus(LOOK_EVERY).plus(FakeServer.KILLED_AFTER));
  }

  @Test
  void yieldsWhenALockIsNotGrantedInTime() throws InterruptedException {
    pace.at(
        WHILE_COPYING,
        () -> server.statement.end(Kind.LOCK_WAIT_TIMEOUT, "Lock wait timeout exceeded"));

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Yielded.class);
    assertThat(result.text()).isEqualTo("Lock wait timeout exceeded");
    assertTakenBack();
  }

  @Test
  void yieldsWhenALockIsNotGrantedInTimeForTheCutOver() throws InterruptedException {
    onlooker.onStepAside =
        () -> server.statement.end(Kind.LOCK_WAIT_TIMEOUT, "Lock wait timeout exceeded");

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Yielded.class);
    assertTakenBack();
  }

  @Test
  void failsWhenTheServerRefuses() throws InterruptedException {
    pace.at(
        WHILE_COPYING,
        () -> server.statement.end(Kind.REFUSED, "the server says: The table is full"));

    AttemptResult result = run();

    assertThat(result)
        .isEqualTo(new Failed("the server says: The table is full", WaitsCaused.NONE));
    assertTakenBack();
  }

  @Test
  void isUnknownWhenTheConnectionIsLost() throws InterruptedException {
    pace.at(
        WHILE_COPYING,
        () -> server.statement.end(Kind.CONNECTION_LOST, "Communications link failure"));

    AttemptResult result = run();

    assertThat(result).isEqualTo(new Unknown("Communications link failure", WaitsCaused.NONE));
    assertTakenBack();
  }

  @Test
  void isUnknownWhenTheConnectionIsLostDuringTheCutOver() throws InterruptedException {
    onlooker.onStepAside = () -> server.statement.end(Kind.CONNECTION_LOST, "link failure");

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Unknown.class);
    assertThat(traffic.isEverybodyReleased()).isTrue();
    assertThat(chronicle.deeds()).doesNotContain("open view", "VERIFYING");
  }

  @Test
  void aKillThatCameTooLateLeavesItRebuiltButUnproven() throws InterruptedException {
    server.onKill = new Ending(Kind.DONE, "");
    onlooker.onStepAside = () -> {};
    pace.at(Duration.ofMillis(350), traffic::clientComes);

    AttemptResult result = run();

    assertUnproven(result);
    assertThat(chronicle.deeds()).contains("kill").doesNotContain("VERIFYING");
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  @Test
  void aTableThatWasSwappedBeforeItsTimeIsRebuiltButUnproven() throws InterruptedException {
    pace.at(WHILE_COPYING, () -> server.statement.end(Kind.DONE, ""));

    AttemptResult result = run();

    assertUnproven(result);
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  @Test
  void isUnknownWhenAKilledStatementDoesNotEnd() throws InterruptedException {
    server.onKill = null;
    pace.at(WHILE_COPYING, () -> surroundings.isStopRequested = true);

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Unknown.class);
    assertThat(result.text()).isEqualTo("the statement was killed but has not ended within PT30S");
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  @Test
  void isUnknownWhenTheKillCannotBeSent() throws InterruptedException {
    server.copiedAfter = seconds(9);
    server.isKillRefused = true;
    pace.at(WHILE_COPYING, () -> surroundings.isStopRequested = true);

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Unknown.class);
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  @Test
  void nothingIsSentWhenTheOnlookerGetsNoLock() throws InterruptedException {
    onlooker.refusal = new IllegalStateException("cannot lock shop.orders");

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Yielded.class);
    assertThat(result.text()).isEqualTo("cannot lock shop.orders");
    assertThat(chronicle.deeds())
        .containsExactly(
            "hold writes to shop.orders",
            "onlooker arrives at shop.orders",
            "YIELDING",
            "release writes");
  }

  @Test
  void isGivenUpWhenTheOriginalCannotBeRead() throws InterruptedException {
    server.copiedAfter = seconds(1);
    pace.at(
        seconds(2), () -> onlooker.readingFault = new IllegalStateException("cannot read orders"));
    onlooker.originalReadAfter = seconds(3);

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.BLIND);
    assertThat(result.text()).isEqualTo("cannot read orders");
  }

  @Test
  void everybodyIsReleasedWhenItIsInterrupted() {
    pace.at(WHILE_COPYING, Thread.currentThread()::interrupt);

    assertThatThrownBy(this::run).isInstanceOf(InterruptedException.class);

    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  @Test
  void theComparisonMakesWayForASessionThatHasWaitedForTheBudget() throws InterruptedException {
    onlooker.rebuiltReadAfter = seconds(60);
    pace.at(seconds(2), () -> server.blocked.add(new Blocked(77, "dba@h", false)));

    AttemptResult result = run();

    assertUnproven(result);
    assertThat(result.text())
        .isEqualTo("the comparison made way: session 77 (dba@h) waits at the server");
    assertThat(result.waits().longest()).isEqualTo(CLIENT_WAIT_MAX);
  }

  @Test
  void theComparisonIsNotStoppedByLoad() throws InterruptedException {
    onlooker.onStepAside =
        () -> {
          surroundings.load = FakeSurroundings.BUSY;
          pace.in(FakeOnlooker.SWAPPED_AFTER, () -> server.statement.end(Kind.DONE, ""));
        };

    assertThat(((Rebuilt) run()).verification()).isEqualTo(FakeOnlooker.SAME);
  }

  @Test
  void aServerThatCannotBeAskedDuringTheComparisonLeavesItUnproven() throws InterruptedException {
    onlooker.rebuiltReadAfter = seconds(60);
    pace.at(seconds(2), () -> server.isOutOfReach = true);

    AttemptResult result = run();

    assertUnproven(result);
  }

  private AttemptResult run() throws InterruptedException {
    return new CopyUnderHold(
            Plans.plan(), server, server.statement, onlooker, traffic, surroundings, pace, log)
        .run();
  }

  private void assertGivenUp(AttemptResult result, AbortReason reason) {
    assertThat(result).isInstanceOf(Yielded.class);
    assertThat(((Yielded) result).reason()).isEqualTo(reason);
    assertThat(chronicle.deeds()).containsOnlyOnce("kill", "YIELDING");
    assertThat(server.statement.ending()).isPresent();
    assertTakenBack();
  }

  private void assertTakenBack() {
    assertThat(traffic.isEverybodyReleased()).isTrue();
    assertThat(chronicle.deeds()).doesNotContain("open view", "VERIFYING", "read rebuilt");
  }

  private static void assertUnproven(AttemptResult result) {
    assertThat(result).isInstanceOf(Rebuilt.class);
    Verification verification = ((Rebuilt) result).verification();
    assertThat(verification.verdict()).isEqualTo(Verdict.UNPROVEN);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
