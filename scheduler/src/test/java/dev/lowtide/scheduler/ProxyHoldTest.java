package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.hold.HoldScope;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.scheduler.execute.TrafficHold.Handle;
import dev.lowtide.scheduler.execute.TrafficHold.RefusedException;
import dev.lowtide.scheduler.execute.TrafficHold.Tally;
import dev.lowtide.scheduler.load.SessionSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProxyHoldTest {

  private static final Duration BUDGET = Duration.ofMillis(500);
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Reach TABLE = Reach.of(ORDERS);
  private static final TableName RETURNS = new TableName("shop", "returns");
  private static final StatementBoundary READ = boundary(ORDERS, Access.READ);
  private static final StatementBoundary WRITE = boundary(ORDERS, Access.WRITE);
  private static final StatementBoundary READ_REFERENCING = boundary(RETURNS, Access.READ);
  private static final StatementBoundary READ_THEN_WRITE =
      new StatementBoundary(
          Footprint.of(ORDERS, Access.WRITE), Footprint.of(ORDERS, Access.READ), false);
  private static final StatementBoundary LOOK_ELSEWHERE =
      new StatementBoundary(Footprint.of(CARTS, Access.READ), Footprint.NONE, true);

  private long nanos;
  private final HoldDesk desk = new HoldDesk(() -> nanos);
  private final ProxyHold traffic = new ProxyHold(desk, DEADLINE, () -> nanos);

  @Test
  void holdsWritesAndNothingElse() throws Exception {
    traffic.holdWrites(TABLE, BUDGET);

    assertThat(desk.holding(WRITE)).isNotNull();
    assertThat(desk.holding(READ_THEN_WRITE)).isNotNull();
    assertThat(desk.holding(READ)).isNull();
    assertThat(desk.holding(LOOK_ELSEWHERE)).isNull();
  }

  @Test
  void holdsAllOfTheTableThoseThatReferToItAndNewReadViewsForTheCutOver() throws Exception {
    Handle handle = traffic.holdWrites(TABLE, BUDGET);

    handle.widen(TABLE, List.of(Reach.of(RETURNS)));

    Hold hold = desk.holding(WRITE);
    assertThat(hold).isNotNull();
    for (StatementBoundary held :
        List.of(READ, READ_THEN_WRITE, READ_REFERENCING, LOOK_ELSEWHERE)) {
      assertThat(desk.holding(held)).isSameAs(hold);
    }
  }

  @Test
  void holdsAllTablesThatAreLockedTogetherAndNewReadViewsAtOnce() throws Exception {
    traffic.holdAll(List.of(TABLE, Reach.of(RETURNS)), BUDGET);

    Hold hold = desk.holding(WRITE);
    assertThat(hold).isNotNull();
    assertThat(Objects.requireNonNull(hold).holder()).isEqualTo("the cut-over of " + ORDERS);
    for (StatementBoundary held : List.of(READ, READ_REFERENCING, LOOK_ELSEWHERE)) {
      assertThat(desk.holding(held)).isSameAs(hold);
    }
    assertThat(desk.holding(READ_THEN_WRITE)).isNull();
  }

  @Test
  void holdsNothingWhereSomebodyElseHoldsOneOfTheTables() throws Exception {
    desk.place(HoldRequest.of("somebody", new HoldScope.Touching(Reach.of(RETURNS))));

    assertThatThrownBy(() -> traffic.holdAll(List.of(TABLE, Reach.of(RETURNS)), BUDGET))
        .isInstanceOf(RefusedException.class);
    assertThat(desk.holding(READ)).isNull();
  }

  @Test
  void isSettledWhenNobodyHasToDoWithTheTablesAndTheRestHasReachedTheServer() throws Exception {
    Handle handle = traffic.holdAll(List.of(TABLE), BUDGET);
    assertThat(handle.isSettled()).isTrue();
    Hold hold = Objects.requireNonNull(desk.holding(READ));

    hold.isAwaiting(
        SessionSnapshots.inTransaction(
            812, TransactionState.ACTIVE, 0, Footprint.of(ORDERS, Access.WRITE)));
    assertThat(handle.isSettled()).as("a transaction that has touched it").isFalse();

    hold.isAwaiting(SessionSnapshots.inTransaction(812, TransactionState.NONE, 0, Footprint.NONE));
    assertThat(handle.isSettled()).as("after its end").isTrue();
  }

  @Test
  void holdsForTheDeadlineThatIsConfigured() throws Exception {
    traffic.holdWrites(TABLE, BUDGET);

    assertThat(Objects.requireNonNull(desk.holding(WRITE)).deadline()).isEqualTo(DEADLINE);
  }

  @Test
  void lapsesWhenNobodyRenewsIt() throws Exception {
    Handle handle = traffic.holdWrites(TABLE, BUDGET);
    nanos += DEADLINE.toNanos();
    assertThat(handle.renew()).isTrue();

    nanos += DEADLINE.toNanos() + 1;

    assertThat(handle.renew()).isFalse();
  }

  @Test
  void tellsWhoWaitsAndHowLong() throws Exception {
    Handle handle = traffic.holdWrites(TABLE, BUDGET);
    Hold hold = Objects.requireNonNull(desk.holding(WRITE));
    hold.join(() -> {});
    Objects.requireNonNull(hold.join(() -> {})).expire();
    nanos += Duration.ofMillis(300).toNanos();

    assertThat(handle.tally()).isEqualTo(new Tally(1, 2, 1, Duration.ofMillis(300)));
    assertThat(handle.isBudgetSpent()).isFalse();
    nanos += Duration.ofMillis(200).toNanos();
    assertThat(handle.isBudgetSpent()).isTrue();
  }

  @Test
  void aBudgetBeyondTheDeadlineIsTheDeadline() throws Exception {
    Handle handle = traffic.holdWrites(TABLE, DEADLINE.plusSeconds(1));
    Objects.requireNonNull(desk.holding(WRITE)).join(() -> {});

    nanos += DEADLINE.toNanos();

    assertThat(handle.isBudgetSpent()).isTrue();
  }

  @Test
  void namesWhoIsInTheWay() throws Exception {
    Handle handle = traffic.holdWrites(TABLE, BUDGET);
    nanos += Duration.ofMillis(900).toNanos();
    Objects.requireNonNull(desk.holding(WRITE))
        .isAwaiting(
            SessionSnapshots.inTransaction(
                812, TransactionState.ACTIVE, 0, Footprint.of(ORDERS, Access.WRITE)));

    assertThat(handle.awaited())
        .containsExactly("session 812, app@10.0.0.1, open for 900 ms, touched " + ORDERS);
  }

  @Test
  void isRefusedWhereSomebodyElseHolds() throws Exception {
    desk.place(HoldRequest.of("somebody", new HoldScope.Touching(TABLE)));

    assertThatThrownBy(() -> traffic.holdWrites(TABLE, BUDGET))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("somebody holds statements on " + ORDERS);
  }

  @Test
  void isRefusedToWidenWhereSomebodyElseHolds() throws Exception {
    desk.place(HoldRequest.of("somebody", new HoldScope.Touching(Reach.of(RETURNS))));
    Handle handle = traffic.holdWrites(TABLE, BUDGET);

    assertThatThrownBy(() -> handle.widen(TABLE, List.of(Reach.of(RETURNS))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("somebody");
  }

  @Test
  void letsEverybodyGoOn() throws Exception {
    Handle handle = traffic.holdWrites(TABLE, BUDGET);

    handle.release();

    assertThat(desk.isIdle()).isTrue();
  }

  private static StatementBoundary boundary(TableName table, Access access) {
    return new StatementBoundary(Footprint.of(table, access), Footprint.NONE, false);
  }
}
