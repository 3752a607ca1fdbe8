package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.Swap.Step;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay.Kind;
import dev.lowtide.scheduler.execute.SwapServer.Settled;
import dev.lowtide.scheduler.execute.SwapSession.NotSwappedException;
import dev.lowtide.scheduler.execute.SwapSession.OutcomeUnknownException;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done in which order, and what is given back when a step fails. */
class SwapUnderHoldTest {

  private static final Duration BUDGET = Duration.ofMillis(300);
  private static final TableName SHADOW = new TableName(CopyTable.SHADOWS, "orders");
  private static final CopyTable TABLE =
      new CopyTable(
          ORDERS,
          SHADOW,
          new TableName(CopyTable.OLD, "7_orders"),
          "PRIMARY",
          List.of(new KeyColumn("id", 0, "int", false, "", 0)),
          List.of("id", "v"),
          2);

  private final ScriptedPace pace = new ScriptedPace();
  private final Chronicle chronicle = new Chronicle(pace);
  private final FakeSwapServer server = new FakeSwapServer(chronicle);
  private final FakeSwapSession session = new FakeSwapSession(pace, chronicle);
  private final FakeFeed feed = new FakeFeed(pace);
  private final FakeTraffic traffic = new FakeTraffic(pace, chronicle);
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private boolean isUnchanged = true;
  private @Nullable CopyStoppedException distrust;

  @Test
  void theLastChangesAreAppliedComparedAndTheTablesSwappedUnderOneLock() throws Exception {
    feed.comes(0, "1", "2");
    feed.comes(1, "2", "3");

    Swap swap = attempt();

    assertThat(swap.outcome()).as(swap.text()).isEqualTo(Outcome.SWAPPED);
    assertThat(chronicle.deeds())
        .containsExactly(
            "announce",
            "hold [shop.orders]",
            "lock",
            "mark",
            "apply 2",
            "apply 2",
            "compare 3",
            "swap",
            "unlock",
            "release",
            "conclude true");
    assertThat(swap.steps())
        .extracting(Step::name)
        .containsExactly(
            "hold",
            "everybody gone",
            "lock",
            "mark",
            "catch up",
            "compare",
            "last look",
            "old views gone",
            "swap",
            "unlock");
    assertThat(swap.waits().cutOver()).isPositive().isLessThanOrEqualTo(swap.held());
    assertThat(swap.held()).isLessThan(BUDGET);
  }

  @Test
  void tablesThatAreLockedAlongAreHeldAndWatchedToo() throws Exception {
    session.alsoLocked.add(CARTS);
    feed.comes(1);

    assertThat(attempt().outcome()).isEqualTo(Outcome.SWAPPED);

    assertThat(chronicle.deeds()).contains("hold [shop.orders, shop.carts]");
    assertThat(server.tablesAsked)
        .containsExactly(ORDERS, CARTS, SHADOW, new TableName("lowtide", "copy"));
  }

  @Test
  void nobodyIsHeldWhileSomebodyIsInTheWayWhoWillStay() throws Exception {
    server.inTheWay.add(table(91, Duration.ofSeconds(7)));

    Swap swap = attempt();

    assertNotNow(swap, AbortReason.TABLE_IN_USE, "session 91");
    assertThat(chronicle.deeds()).isEmpty();
    assertThat(swaps().inTheWay()).contains("session 91");
  }

  @Test
  void anOpenLockTablesIsInTheWayWhateverItsAge() throws Exception {
    server.inTheWay.add(table(91, null));

    assertThat(swaps().inTheWay()).contains("session 91");
  }

  @Test
  void whoComesAndGoesIsNotInTheWay() throws Exception {
    server.inTheWay.add(table(91, Duration.ofMillis(20)));

    assertThat(swaps().inTheWay()).isEmpty();
  }

  @Test
  void aProxiedSessionThatHasNotLookedAtAnythingIsNotInTheWay() throws Exception {
    server.inTheWay.add(view(91));
    surroundings.threadsWithoutReadView.add(91L);
    feed.comes(1);

    assertThat(attempt().outcome()).isEqualTo(Outcome.SWAPPED);
  }

  @Test
  void whoIsAtWorkIsWaitedForUnderTheHold() throws Exception {
    server.inTheWay.add(table(91, Duration.ofMillis(10)));
    pace.at(Duration.ofMillis(60), server.inTheWay::clear);
    feed.comes(1);

    Swap swap = attempt();

    assertThat(swap.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(chronicle.timeOf("lock")).isBetween(Duration.ofMillis(60), Duration.ofMillis(70));
  }

  @Test
  void whoStaysLongerThanItsShareOfTheBudgetIsLeftAlone() throws Exception {
    server.inTheWay.add(table(91, Duration.ofMillis(10)));

    Swap swap = attempt();

    assertNotNow(swap, AbortReason.TABLE_IN_USE, "still at work: session 91");
    assertThat(chronicle.deeds())
        .containsExactly("announce", "hold [shop.orders]", "release", "conclude false");
    assertThat(swap.held()).isBetween(Duration.ofMillis(150), Duration.ofMillis(160));
  }

  @Test
  void whatIsWrittenDownBeforeTheHoldTakesNothingOfTheBudget() throws Exception {
    session.takes.put("announce", BUDGET);
    feed.comes(1);

    Swap swap = attempt();

    assertThat(swap.outcome()).as(swap.text()).isEqualTo(Outcome.SWAPPED);
    assertThat(swap.held()).isLessThan(Duration.ofMillis(50));
  }

  @Test
  void whoTheProxyStillAwaitsIsNamed() throws Exception {
    traffic.isSettled = false;
    traffic.awaited.add("session 12, app@h");

    Swap swap = attempt();

    assertNotNow(swap, AbortReason.TABLE_IN_USE, "still at work: session 12, app@h");
    assertThat(chronicle.deeds()).doesNotContain("lock");
  }

  @Test
  void aLockThatIsNotGrantedInTimeEndsItAndIsNotHeld() throws Exception {
    session.isLockGranted = false;

    Swap swap = attempt();

    assertNotNow(swap, AbortReason.TABLE_IN_USE, "the lock was not granted in time");
    assertThat(chronicle.deeds())
        .containsExactly("announce", "hold [shop.orders]", "lock", "release", "conclude false");
    assertThat(session.lockWithin).isPositive().isLessThan(BUDGET.multipliedBy(2).dividedBy(3));
  }

  @Test
  void aRefusalIsSaidBeforeAnybodyIsHeld() throws Exception {
    session.refusals.add("trigger a cannot be made anew");

    assertNotNow(attempt(), AbortReason.SERVER_REFUSED, "trigger a cannot be made anew");
    assertThat(chronicle.deeds()).isEmpty();
  }

  @Test
  void aMarkThatDoesNotComeInTimeGivesTheLockBackAndThenTheHold() throws Exception {
    Swap swap = attempt();

    assertNotNow(swap, AbortReason.CLIENT_WAITED, "no time was left to drain the changes");
    assertThat(chronicle.deeds())
        .containsExactly(
            "announce",
            "hold [shop.orders]",
            "lock",
            "mark",
            "unlock",
            "release",
            "conclude false");
    assertThat(swap.held()).isLessThan(BUDGET);
  }

  @Test
  void changesThatWereTakenAreAppliedAfterTheReleaseWhereThereIsNoTimeForThem() throws Exception {
    feed.takes = Duration.ofMillis(250);
    feed.comes(1, "5");

    Swap swap = attempt();

    assertThat(swap.outcome()).isEqualTo(Outcome.NOT_NOW);
    assertThat(chronicle.deeds())
        .containsExactly(
            "announce",
            "hold [shop.orders]",
            "lock",
            "mark",
            "unlock",
            "release",
            "apply 1",
            "conclude false");
    assertThat(swap.applied()).containsExactly(RowKey.of("5"));
  }

  @Test
  void changesThatCannotBeAppliedStopTheCopyWhereItStands() {
    feed.takes = Duration.ofMillis(250);
    feed.comes(1, "5");
    session.faults.put("apply", new IllegalStateException("gone"));

    assertThatThrownBy(this::attempt)
        .isInstanceOfSatisfying(
            CopyStoppedException.class, e -> assertThat(e.fate()).isEqualTo(Fate.RESUMABLE));
    assertThat(chronicle.deeds()).containsSubsequence("unlock", "release", "apply 1");
  }

  @Test
  void rowsThatDifferEndItForGood() throws Exception {
    feed.comes(1, "5");
    session.differing.add(RowKey.of("5"));

    Swap swap = attempt();

    assertThat(swap.outcome()).isEqualTo(Outcome.DIFFERENT);
    assertThat(swap.text()).contains("rows differ under the lock: 5");
    assertGivenBack();
  }

  @Test
  void aDefinitionThatChangedEndsItForGood() throws Exception {
    feed.comes(1);
    isUnchanged = false;

    Swap swap = attempt();

    assertThat(swap.outcome()).isEqualTo(Outcome.DIFFERENT);
    assertGivenBack();
  }

  @Test
  void aCopyThatCannotBeTrustedDoesNotTakeTheTablesPlace() {
    feed.comes(1);
    distrust = new CopyStoppedException(Fate.LOST, AbortReason.BLIND, "sql_log_bin is 0");

    assertThatThrownBy(this::attempt).isSameAs(distrust);

    assertThat(chronicle.deeds())
        .containsSubsequence("lock", "unlock", "release", "conclude false")
        .doesNotContain("swap");
  }

  @Test
  void whoComesPastTheHoldIsSeenUnderTheLock() throws Exception {
    feed.comes(1);
    session.meanwhile.put("compare", () -> server.inTheWay.add(view(66)));

    assertNotNow(attempt(), AbortReason.TABLE_IN_USE, "came past the hold: session 66");
    assertGivenBack();
  }

  @Test
  void aViewIsAwaitedUnderTheLockIfItMayMissRows() throws Exception {
    feed.comes(1);
    session.meanwhile.put(
        "compare",
        () -> {
          server.inTheWay.add(view(66));
          pace.in(Duration.ofMillis(40), server.inTheWay::clear);
        });

    assertThat(attempt().outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(chronicle.timeOf("swap")).isGreaterThan(Duration.ofMillis(40));
  }

  @Test
  void aViewThatIsYoungerThanTheLastRowMissesNone() throws Exception {
    feed.comes(1, "5");
    session.takes.put("compare", Duration.ofMillis(20));
    session.meanwhile.put("compare", () -> server.inTheWay.add(view(66, Duration.ofMillis(18))));

    assertThat(attempt().outcome()).isEqualTo(Outcome.SWAPPED);
  }

  @Test
  void aViewThatIsAsOldAsTheLastRowMayMissIt() throws Exception {
    feed.comes(1, "5");
    session.takes.put("compare", Duration.ofMillis(20));
    session.meanwhile.put("compare", () -> server.inTheWay.add(view(66, Duration.ofSeconds(1))));

    assertNotNow(attempt(), AbortReason.TABLE_IN_USE, "came past the hold: session 66");
  }

  @Test
  void aViewThatWasOpenedUnderTheHoldIsNotAwaitedBeforeTheLock() throws Exception {
    server.inTheWay.add(table(91, Duration.ofMillis(10)));
    pace.at(
        Duration.ofMillis(60),
        () -> {
          server.inTheWay.clear();
          server.inTheWay.add(view(66, Duration.ofMillis(30)));
        });
    pace.at(Duration.ofMillis(100), server.inTheWay::clear);
    feed.comes(1);

    assertThat(attempt().outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(chronicle.timeOf("lock")).isLessThan(Duration.ofMillis(70));
  }

  @Test
  void nothingIsSwappedWhenTheTimeIsShort() throws Exception {
    feed.comes(1);
    session.takes.put("compare", Duration.ofMillis(250));

    assertNotNow(attempt(), AbortReason.CLIENT_WAITED, "no time was left to swap the tables");
    assertGivenBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock", "mark", "apply", "compare"})
  void aSessionThatFailsIsClosedAndItsEndAwaitedBeforeTheRelease(String deed) throws Exception {
    feed.comes(1, "5");
    session.faults.put(deed, new IllegalStateException("link failure"));

    Swap swap;
    try {
      swap = attempt();
      assertNotNow(swap, AbortReason.BLIND, "link failure; the original is in its place");
    } catch (CopyStoppedException e) {
      assertThat(deed).isEqualTo("apply");
    }

    assertThat(chronicle.deeds()).containsSubsequence(deed(deed), "close", "settle 43", "release");
    assertThat(chronicle.deeds()).doesNotContain("swap");
  }

  @Test
  void aSwapThatTheServerRefusesLeavesEverythingAsItWas() throws Exception {
    feed.comes(1);
    session.faults.put("swap", new NotSwappedException("disk full", new IllegalStateException()));

    assertNotNow(attempt(), AbortReason.SERVER_REFUSED, "disk full");
    assertThat(chronicle.deeds()).containsSubsequence("swap", "unlock", "release");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SWAPPED", "NOT_SWAPPED", "UNKNOWN"})
  void aConnectionLostInTheMiddleIsLookedIntoBeforeTheRelease(String found) throws Exception {
    feed.comes(1);
    session.faults.put("swap", new OutcomeUnknownException("lost", new IllegalStateException()));
    server.settled = new Settled(Settled.Outcome.valueOf(found), "that is how it is");

    Swap swap = attempt();

    assertThat(swap.outcome().name()).isEqualTo(found.replace("NOT_SWAPPED", "NOT_NOW"));
    assertThat(swap.text()).contains("lost", "that is how it is");
    assertThat(chronicle.deeds()).containsSubsequence("swap", "close", "settle 43", "release");
    assertThat(chronicle.deeds()).doesNotContain("unlock");
  }

  @Test
  void whatCannotBeLookedIntoIsUnknown() throws Exception {
    feed.comes(1);
    session.faults.put("swap", new OutcomeUnknownException("lost", new IllegalStateException()));
    server.settleFault = new IllegalStateException("nobody answers");

    Swap swap = attempt();

    assertThat(swap.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(swap.text()).contains("nobody answers");
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  @Test
  void whatCannotBeWrittenDownAfterwardsIsSwappedAllTheSame() throws Exception {
    feed.comes(1);
    session.faults.put("conclude", new IllegalStateException("link failure"));

    assertThat(attempt().outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(chronicle.deeds()).containsSubsequence("release", "conclude true", "settle 43");
  }

  @Test
  void aLockThatCannotBeGivenBackIsEndedWithItsSession() throws Exception {
    feed.comes(1);
    session.faults.put("unlock", new IllegalStateException("link failure"));
    server.settled = new Settled(Settled.Outcome.SWAPPED, "swapped");

    Swap swap = attempt();

    assertThat(swap.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(chronicle.deeds())
        .containsSubsequence("swap", "unlock", "close", "settle 43", "release");
  }

  @Test
  void aFeedThatHasEndedEndsItAfterEverythingIsGivenBack() {
    feed.fault = new CopyStoppedException(Fate.LOST, AbortReason.BLIND, "the log was purged");

    assertThatThrownBy(this::attempt).hasMessage("the log was purged");
    assertGivenBack();
  }

  @Test
  void everythingIsGivenBackWhenItIsInterrupted() {
    session.meanwhile.put("mark", Thread.currentThread()::interrupt);

    assertThatThrownBy(this::attempt).isInstanceOf(InterruptedException.class);
    assertGivenBack();
  }

  @Test
  void aStopThatIsAskedForIsHeeded() throws Exception {
    surroundings.isStopRequested = true;

    assertNotNow(attempt(), AbortReason.ASKED, "asked to stop");
    assertThat(chronicle.deeds())
        .containsExactly("announce", "hold [shop.orders]", "release", "conclude false");
  }

  @Test
  void aHoldThatRanOutEndsIt() throws Exception {
    traffic.hasLapsed = true;

    assertNotNow(attempt(), AbortReason.BLIND, "the hold ran out");
  }

  @Test
  void nobodyIsHeldWhereSomebodyElseHolds() throws Exception {
    traffic.refusal = "statements on shop.orders cannot be held";

    assertNotNow(attempt(), AbortReason.TABLE_IN_USE, "cannot be held");
    assertThat(chronicle.deeds()).containsExactly("announce", "conclude false");
  }

  @Test
  void aServerThatCannotBeAskedEndsItBeforeItBegins() throws Exception {
    server.fault = new IllegalStateException("nobody answers");

    assertNotNow(attempt(), AbortReason.BLIND, "nobody answers");
    assertThat(chronicle.deeds()).isEmpty();
  }

  private SwapUnderHold swaps() {
    SwapUnderHold.Pair pair =
        new SwapUnderHold.Pair(TABLE, session, feed, Set.of(), this::isUnchanged);
    return new SwapUnderHold(pair, server, traffic, surroundings, pace, BUDGET);
  }

  private boolean isUnchanged() throws CopyStoppedException {
    if (distrust != null) {
      throw distrust;
    }
    return isUnchanged;
  }

  private Swap attempt() throws CopyStoppedException, InterruptedException {
    return swaps().attempt();
  }

  private void assertNotNow(Swap swap, AbortReason reason, String words) {
    assertThat(swap.outcome()).isEqualTo(Outcome.NOT_NOW);
    assertThat(swap.reason()).isEqualTo(reason);
    assertThat(swap.text()).contains(words);
    assertThat(traffic.isEverybodyReleased()).isTrue();
  }

  private void assertGivenBack() {
    assertThat(chronicle.deeds()).containsSubsequence("lock", "unlock", "release");
    assertThat(chronicle.deeds()).doesNotContain("swap");
  }

  private static String deed(String kind) {
    return kind.equals("apply") || kind.equals("compare") ? kind + " 1" : kind;
  }

  private static InTheWay table(long thread, @Nullable Duration age) {
    return new InTheWay(Kind.TABLE, thread, age, "session " + thread);
  }

  private static InTheWay view(long thread) {
    return view(thread, Duration.ofSeconds(3));
  }

  private static InTheWay view(long thread, Duration age) {
    return new InTheWay(Kind.READ_VIEW, thread, age, "session " + thread);
  }
}
