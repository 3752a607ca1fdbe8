package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.Swap.Step;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is done in which order, and who keeps it from being done. */
class SwapUnderHoldTest extends SwapScenario {

  @Test
  void theLastChangesAreAppliedComparedAndTheTablesSwappedUnderOneLock() throws Exception {
    session.meanwhile.put(
        "lock",
        () -> {
          feed.comes(0, "1", "2");
          feed.comes(1, "2", "3");
        });

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
  void whatChangesWhileOthersAreAwaitedIsAppliedBeforeTheLock() throws Exception {
    server.inTheWay.add(table(91, Duration.ofMillis(10)));
    feed.comes(0, "1", "2");
    pace.at(Duration.ofMillis(40), () -> feed.comes(0, "2", "3"));
    pace.at(Duration.ofMillis(60), server.inTheWay::clear);
    session.meanwhile.put("lock", () -> feed.comes(3));

    Swap swap = attempt();

    assertThat(swap.outcome()).as(swap.text()).isEqualTo(Outcome.SWAPPED);
    assertThat(chronicle.deeds())
        .containsExactly(
            "announce",
            "hold [shop.orders]",
            "mark",
            "apply 2",
            "mark",
            "apply 2",
            "lock",
            "mark",
            "compare 3",
            "swap",
            "unlock",
            "release",
            "conclude true");
  }

  @Test
  void aViewThatIsYoungerThanTheLastRowAppliedBeforeTheLockMissesNone() throws Exception {
    feed.comes(0, "5");
    session.takes.put("lock", Duration.ofMillis(40));
    session.meanwhile.put(
        "lock",
        () -> {
          feed.comes(2);
          server.inTheWay.add(view(66, Duration.ofMillis(30)));
        });

    assertThat(attempt().outcome()).isEqualTo(Outcome.SWAPPED);
  }

  @Test
  void aShadowThatIsNotInStepIsNotSwappedAndNobodyIsHeld() throws Exception {
    inStep = null;

    assertNotNow(attempt(), AbortReason.TABLE_IN_USE, "rows change faster");
    assertThat(chronicle.deeds()).containsExactly("announce", "conclude false");
  }

  @Test
  void rowsThatWereOpenBeforeTheHoldAreComparedUnderTheLock() throws Exception {
    inStep = Set.of(RowKey.of("7"), RowKey.of("8"));
    feed.comes(1, "8");

    assertThat(attempt().outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(chronicle.deeds()).contains("compare 2");
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
  void aTransactionOfWhichTheServerSaysThatItHasNoViewIsNotInTheWay() throws Exception {
    server.inTheWay.add(view(91));
    server.withoutReadView.add(91L);
    feed.comes(1);

    assertThat(swaps().inTheWay()).isEmpty();
    assertThat(attempt().outcome()).isEqualTo(Outcome.SWAPPED);
  }

  @Test
  void whoHasATableOpenIsInTheWayWithoutAViewToo() throws Exception {
    server.inTheWay.add(table(91, Duration.ofSeconds(7)));
    server.withoutReadView.add(91L);

    assertNotNow(attempt(), AbortReason.TABLE_IN_USE, "session 91");
  }

  @Test
  void aTransactionThatTheLockKeepsWaitingIsNotInTheWayWithoutAView() throws Exception {
    feed.comes(1, "5");
    session.meanwhile.put("lock", () -> server.inTheWay.add(view(66)));
    server.withoutReadView.add(66L);

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
}
