package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.CLIENT_WAIT_MAX;
import static dev.lowtide.scheduler.shrink.Plans.CUT_OVER;
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
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What ends an attempt before its time, and what becomes of it then. */
class CopyGivenUpTest extends CopyScenario {

  @Test
  void isGivenUpAsSoonAsAHeldClientCannotHaveTheCutOverWithinTheBudget()
      throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, traffic::clientComes);

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.CLIENT_WAITED);
    assertThat(result.text()).endsWith(" ms by the end of the cut-over");
    Duration left = CLIENT_WAIT_MAX.minus(CUT_OVER);
    assertThat(result.waits().longest())
        .isBetween(left, left.plus(LOOK_EVERY).plus(FakeServer.KILLED_AFTER));
    assertThat(result.waits().held()).isEqualTo(1);
    assertThat(result.waits().cutOver()).isZero();
  }

  @Test
  void isGivenUpAsSoonAsASessionAtTheServerCannotHaveTheCutOverWithinTheBudget()
      throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> server.blocked.add(new Blocked(77, "etl@h", false)));

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.CLIENT_WAITED);
    Duration left = CLIENT_WAIT_MAX.minus(CUT_OVER);
    assertThat(chronicle.timeOf("kill"))
        .isBetween(
            WHILE_COPYING.plus(left), WHILE_COPYING.plus(left).plus(LOOK_EVERY.multipliedBy(2)));
    assertThat(result.waits().longest()).isBetween(left, left.plus(LOOK_EVERY));
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
    assertThat(result.text()).isEqualTo("blind: feed gap, for 0 s");
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
    traffic.awaited.add("session 91, app@h, open for 7 s");

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.TABLE_IN_USE);
    assertThat(result.text())
        .isEqualTo(
            "sessions [91] keep views of the past, or tables that refer to this one; at the proxy:"
                + " session 91, app@h, open for 7 s");
    assertThat(chronicle.deeds()).doesNotContain("step aside");
    Duration cuttingOver = chronicle.timeOf("CUTTING_OVER");
    assertThat(chronicle.timeOf("kill"))
        .isBetween(cuttingOver.plusSeconds(5), cuttingOver.plusSeconds(5).plus(LOOK_EVERY));
  }

  @Test
  void isGivenUpWhenTheCutOverWouldNoLongerFitTheBudget() throws InterruptedException {
    pace.at(Duration.ofMillis(100), traffic::clientComes);
    server.readViews.add(91L);

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.CLIENT_WAITED);
    assertThat(result.text()).endsWith(" ms by the end of the cut-over");
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
  void isNotTriedAgainWhenSomebodyAtTheServerEndsIt() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> server.statement.end(Kind.INTERRUPTED, "interrupted"));

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Failed.class);
    assertThat(result.text()).isEqualTo("ended by somebody at the server: interrupted");
    assertThat(chronicle.deeds()).doesNotContain("kill", "YIELDING");
  }

  @Test
  void whatMayBeAtWorkWithoutItsConnectionIsKilled() throws InterruptedException {
    server.copiedAfter = seconds(9);
    pace.at(WHILE_COPYING, () -> server.statement.end(Kind.CONNECTION_LOST, "link failure"));

    run();

    assertThat(chronicle.deeds()).containsSubsequence("send", "kill", "release");
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
    assertThat(result.text()).isEqualTo("the statement was killed but has not ended within 30.0 s");
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
            "hold writes to shop.orders", "onlooker arrives at shop.orders", "release", "YIELDING");
  }

  @Test
  void nothingIsSentWhenNobodyCanTellWhatLeadsToTheTable() throws InterruptedException {
    surroundings.blindness = "the dictionary cannot be read";

    AttemptResult result = run();

    assertThat(((Yielded) result).reason()).isEqualTo(AbortReason.BLIND);
    assertThat(result.text()).isEqualTo("the dictionary cannot be read");
    assertThat(chronicle.deeds()).containsExactly("YIELDING");
  }

  @Test
  void nothingIsSentWhenSomebodyElseHoldsTheTable() throws InterruptedException {
    traffic.refusal = "writes to shop.orders cannot be held";

    AttemptResult result = run();

    assertThat(result).isInstanceOf(Yielded.class);
    assertThat(((Yielded) result).reason()).isEqualTo(AbortReason.TABLE_IN_USE);
    assertThat(result.text()).isEqualTo("writes to shop.orders cannot be held");
    assertThat(chronicle.deeds()).containsExactly("YIELDING");
  }

  @Test
  void isGivenUpWhenSomebodyElseHoldsWhatTheCutOverNeeds() throws InterruptedException {
    pace.at(WHILE_COPYING, () -> traffic.refusal = "new read views cannot be held");

    AttemptResult result = run();

    assertGivenUp(result, AbortReason.TABLE_IN_USE);
    assertThat(result.text()).isEqualTo("new read views cannot be held");
    assertThat(chronicle.deeds()).doesNotContain("step aside");
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
}
