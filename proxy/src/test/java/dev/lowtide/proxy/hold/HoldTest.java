package dev.lowtide.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.HoldScope.Touching;
import dev.lowtide.proxy.hold.HoldScope.WritesTo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HoldTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final Footprint READ = Footprint.of(ORDERS, Access.READ);
  private static final Footprint WRITE = Footprint.of(ORDERS, Access.WRITE);
  private static final HoldScope WRITES = new WritesTo(Reach.of(ORDERS));
  private static final HoldScope ALL = new Touching(Reach.of(ORDERS));

  private long nanos;
  private final HoldDesk desk = new HoldDesk(() -> nanos);
  private final FakeLookout lookout = new FakeLookout();
  private final List<Integer> wentOn = new ArrayList<>();

  @Test
  void isQuietWhenAllLoopsHaveLookedAndFoundNobody() throws Exception {
    Hold hold = place(WRITES);
    assertThat(hold.state()).isEqualTo(HoldState.HOLDING);
    assertThat(hold.hasLooked()).isFalse();

    hold.isAwaiting(Sessions.idle(1));
    lookout.endLook(0, 0);

    assertThat(hold.hasLooked()).isTrue();
    assertThat(hold.state()).isEqualTo(HoldState.QUIET);
  }

  @Test
  void holdsUntilWhoTouchedTheScopeHasEnded() throws Exception {
    Hold hold = place(WRITES);
    assertThat(hold.isAwaiting(Sessions.inTransaction(1, WRITE))).isTrue();
    assertThat(hold.isAwaiting(Sessions.inTransaction(2, WRITE))).isTrue();
    lookout.endLook(0, 0);
    assertThat(hold.state()).isEqualTo(HoldState.HOLDING);
    assertThat(hold.counts().awaited()).isEqualTo(2);
    assertThat(desk.awaited()).isEqualTo(2);

    assertThat(hold.isAwaiting(Sessions.idle(1))).isFalse();
    assertThat(hold.awaited()).containsExactly(Sessions.inTransaction(2, WRITE));
    hold.forget(new SessionId(2));

    assertThat(hold.state()).isEqualTo(HoldState.QUIET);
    assertThat(hold.awaited()).isEmpty();
  }

  @Test
  void aStatementThatGoesOnAtItsDeadlineIsAwaitedAgain() throws Exception {
    Hold hold = place(WRITES);
    lookout.endLook(0, 0);
    assertThat(hold.state()).isEqualTo(HoldState.QUIET);

    hold.isAwaiting(Sessions.inFlight(1, WRITE));

    assertThat(hold.state()).isEqualTo(HoldState.HOLDING);
    hold.isAwaiting(Sessions.idle(1));
    assertThat(hold.state()).isEqualTo(HoldState.QUIET);
  }

  @Test
  void aWiderScopeIsLookedAtAnew() throws Exception {
    Hold hold = place(WRITES);
    lookout.endLook(0, 0);
    assertThat(hold.isAwaiting(Sessions.inTransaction(1, READ))).isFalse();

    hold.widen(ALL);

    assertThat(hold.state()).isEqualTo(HoldState.HOLDING);
    assertThat(lookout.looks).containsExactly(hold, hold);
    assertThat(hold.isAwaiting(Sessions.inTransaction(1, READ))).isTrue();
    lookout.endLook(1, 0);
    assertThat(hold.state()).isEqualTo(HoldState.HOLDING);
  }

  @Test
  void aLookThatBeganBeforeTheScopeWasWidenedDoesNotCount() throws Exception {
    Hold hold = place(WRITES);
    hold.widen(ALL);

    lookout.endLook(0, 0);

    assertThat(hold.state()).isEqualTo(HoldState.HOLDING);
    lookout.endLook(1, 0);
    assertThat(hold.state()).isEqualTo(HoldState.QUIET);
  }

  @Test
  void namesOnlySoManyOfThoseItAwaits() throws Exception {
    Hold hold = place(WRITES);
    for (int id = 1; id <= 150; id++) {
      hold.isAwaiting(Sessions.inTransaction(id, WRITE));
    }

    assertThat(hold.awaited()).hasSize(100).startsWith(Sessions.inTransaction(1, WRITE));
    assertThat(hold.counts().awaited()).isEqualTo(150);
  }

  @Test
  void onceReleasedItAwaitsNobody() throws Exception {
    Hold hold = place(WRITES);
    hold.isAwaiting(Sessions.inTransaction(1, WRITE));

    hold.release();

    assertThat(hold.state()).isEqualTo(HoldState.RELEASED);
    assertThat(hold.awaited()).isEmpty();
    assertThat(hold.isAwaiting(Sessions.inTransaction(1, WRITE))).isFalse();
  }

  @Test
  void countsWhoWaitsAndHowLong() throws Exception {
    Hold hold = place(WRITES);
    Waiter first = join(hold, 1);
    pass(300);
    Waiter second = join(hold, 2);
    pass(100);

    assertThat(hold.counts()).isEqualTo(new HoldCounts(2, 2, 0, 0, Duration.ofMillis(400)));
    assertThat(first.waited()).isEqualTo(Duration.ofMillis(400));
    first.expire();
    second.leave();
    second.expire();
    assertThat(hold.counts()).isEqualTo(new HoldCounts(0, 2, 1, 0, Duration.ofMillis(400)));
    hold.release();
    assertThat(wentOn).isEmpty();
  }

  @Test
  void theBudgetIsSpentWhenSomebodyHasWaitedForIt() throws Exception {
    HoldRequest request =
        new HoldRequest("one", WRITES, Duration.ofMillis(500), Duration.ofSeconds(2));
    Hold hold = desk.place(request);
    pass(1000);
    Waiter waiter = join(hold, 1);
    pass(499);
    assertThat(hold.isBudgetSpent()).isFalse();

    pass(1);

    assertThat(hold.isBudgetSpent()).isTrue();
    waiter.leave();
    assertThat(hold.isBudgetSpent()).isTrue();
  }

  @Test
  void releaseLetsTheOldestGoFirstAndMayBeRepeated() throws Exception {
    Hold hold = desk.place(HoldRequest.of("one", WRITES));
    join(hold, 1);
    join(hold, 2);
    join(hold, 3);

    hold.release();
    hold.release();

    assertThat(wentOn).containsExactly(1, 2, 3);
    assertThat(desk.isIdle()).isTrue();
    assertThat(hold.join(() -> {})).isNull();
  }

  @Test
  void halfAsManyAsWereAtWorkGoAtOnceAndTheOthersByTheirReplies() throws Exception {
    Hold hold = place(WRITES);
    lookout.endLook(0, 7);
    List<Waiter> waiters = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      waiters.add(join(hold, i));
    }
    pass(1000);

    hold.release();

    assertThat(wentOn).containsExactly(1, 2, 3);
    waiters.get(1).onAnswered();
    assertThat(wentOn).containsExactly(1, 2, 3, 4);
    waiters.get(9).leave();
    waiters.get(0).onAnswered();
    assertThat(wentOn).containsExactly(1, 2, 3, 4, 5);
    assertThat(hold.counts().waiting()).isEqualTo(4);
  }

  @Test
  void aSlowServerGetsThemByTime() throws Exception {
    Hold hold = place(WRITES);
    for (int i = 1; i <= 10; i++) {
      join(hold, i);
    }
    pass(1000);
    hold.release();
    assertThat(wentOn).hasSize(2);

    pass(500);
    lookout.runTimer();
    assertThat(wentOn).hasSize(5);
    pass(500);
    lookout.runTimer();

    assertThat(wentOn).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(lookout.hasTimer()).isFalse();
    assertThat(hold.counts().longestWait()).isEqualTo(Duration.ofSeconds(2));
    assertThat(hold.counts().expired()).isZero();
  }

  @Test
  void whoReachesItsDeadlineDuringTheReleaseGoesOnByItself() throws Exception {
    Hold hold = place(WRITES);
    List<Waiter> waiters = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      waiters.add(join(hold, i));
    }
    pass(1000);
    hold.release();

    waiters.get(9).expire();
    waiters.get(0).onAnswered();

    assertThat(wentOn).as("two are at work still").containsExactly(1, 2);
    assertThat(hold.counts().expired()).isEqualTo(1);
    waiters.get(1).onAnswered();
    assertThat(wentOn).containsExactly(1, 2, 3);
  }

  @Test
  void whereNoLoopIsLeftEverybodyGoesAtOnce() throws Exception {
    Hold hold = place(WRITES);
    for (int i = 1; i <= 10; i++) {
      join(hold, i);
    }
    pass(1000);
    lookout.isShutDown = true;

    hold.release();

    assertThat(wentOn).hasSize(10);
  }

  @Test
  void theLessTimeIsLeftTheFasterTheyGo() throws Exception {
    Hold hold = place(WRITES);
    for (int i = 1; i <= 10; i++) {
      join(hold, i);
    }
    pass(1800);
    hold.release();

    pass(100);
    lookout.runTimer();

    assertThat(wentOn).hasSize(5);
  }

  private Hold place(HoldScope scope) throws HoldRefusedException {
    desk.attach(lookout);
    return desk.place(HoldRequest.of("one", scope));
  }

  private Waiter join(Hold hold, int number) {
    return Objects.requireNonNull(hold.join(() -> wentOn.add(number)));
  }

  private void pass(long millis) {
    nanos += Duration.ofMillis(millis).toNanos();
  }
}
