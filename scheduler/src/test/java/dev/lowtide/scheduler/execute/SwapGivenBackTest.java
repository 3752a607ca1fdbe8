package dev.lowtide.scheduler.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.SwapServer.Settled;
import dev.lowtide.scheduler.execute.SwapSession.NotSwappedException;
import dev.lowtide.scheduler.execute.SwapSession.OutcomeUnknownException;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given back, and in which order, when a step fails or takes too long. */
class SwapGivenBackTest extends SwapScenario {

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
  void aFeedThatHasEndedBeforeTheLockEndsItAfterTheRelease() {
    feed.fault = new CopyStoppedException(Fate.LOST, AbortReason.BLIND, "the log was purged");

    assertThatThrownBy(this::attempt).hasMessage("the log was purged");
    assertThat(chronicle.deeds())
        .containsExactly("announce", "hold [shop.orders]", "release", "conclude false");
  }

  @Test
  void moreThanCanBeAppliedBeforeTheLockIsAppliedAfterTheRelease() throws Exception {
    String[] keys = IntStream.range(0, 2000).mapToObj(String::valueOf).toArray(String[]::new);
    feed.comes(0, keys);

    Swap swap = attempt();

    assertNotNow(swap, AbortReason.CLIENT_WAITED, "no time was left to apply 2000 rows");
    assertThat(chronicle.deeds())
        .containsExactly(
            "announce", "hold [shop.orders]", "release", "mark", "apply 2000", "conclude false");
    assertThat(swap.applied()).hasSize(2000);
  }

  @Test
  void rowsThatTakeLongAreNotBegunWithUnderTheLock() throws Exception {
    String[] keys = IntStream.range(0, 100).mapToObj(String::valueOf).toArray(String[]::new);
    session.takes.put("apply", Duration.ofMillis(110));
    feed.comes(0, keys);
    session.meanwhile.put("lock", () -> feed.comes(2, keys));

    assertNotNow(attempt(), AbortReason.CLIENT_WAITED, "no time was left to apply 100 rows");
    assertThat(chronicle.deeds())
        .containsSubsequence("apply 100", "lock", "mark", "unlock", "release", "apply 100");
  }

  @Test
  void aFeedThatHasEndedEndsItAfterEverythingIsGivenBack() {
    session.meanwhile.put(
        "lock",
        () ->
            feed.fault =
                new CopyStoppedException(Fate.LOST, AbortReason.BLIND, "the log was purged"));

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

  private static String deed(String kind) {
    return kind.equals("apply") || kind.equals("compare") ? kind + " 1" : kind;
  }
}
