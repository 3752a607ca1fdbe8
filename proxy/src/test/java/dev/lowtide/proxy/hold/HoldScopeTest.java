package dev.lowtide.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.HoldScope.Everything;
import dev.lowtide.proxy.hold.HoldScope.NewReadViews;
import dev.lowtide.proxy.hold.HoldScope.Touching;
import dev.lowtide.proxy.hold.HoldScope.WritesTo;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldScopeTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final TableName CARTS = new TableName("shop", "carts");
  private static final TableName LATE_ORDERS = new TableName("shop", "late_orders");
  private static final Footprint NONE = Footprint.NONE;
  private static final Footprint READ = Footprint.of(ORDERS, Access.READ);
  private static final Footprint WRITE = Footprint.of(ORDERS, Access.WRITE);
  private static final Footprint OTHER = Footprint.of(CARTS, Access.WRITE);
  private static final HoldScope WRITES = new WritesTo(Reach.of(ORDERS));
  private static final HoldScope TOUCHING = new Touching(Reach.of(ORDERS));
  private static final HoldScope SCHEMA = new Touching(Reach.ofSchema("shop"));

  /** Orders, which late_orders is a view of. */
  private static final Reach WITH_VIEW =
      new Reach(
          Set.of(ORDERS),
          Set.of(),
          Map.of(LATE_ORDERS, new Reach.Via(Access.READ, Access.WRITE)),
          Map.of(),
          Set.of());

  @Test
  void writesStopWritersAndNobodyElse() {
    assertThat(WRITES.covers(boundary(WRITE, NONE))).isTrue();
    assertThat(WRITES.covers(boundary(Footprint.UNKNOWN, NONE))).isTrue();
    assertThat(WRITES.covers(boundary(READ, NONE))).isFalse();
    assertThat(WRITES.covers(boundary(OTHER, NONE))).isFalse();
    assertThat(WRITES.covers(boundary(NONE, WRITE))).isFalse();
  }

  @Test
  void whoHasReadWaitsBeforeItWritesAndWhoHasWrittenGoesOn() {
    assertThat(WRITES.covers(boundary(WRITE, READ))).isTrue();
    assertThat(WRITES.covers(boundary(WRITE, WRITE))).isFalse();
  }

  @Test
  void whoHasTouchedATableInAnyWayGoesOn() {
    assertThat(TOUCHING.covers(boundary(READ, NONE))).isTrue();
    assertThat(TOUCHING.covers(boundary(READ, OTHER))).isTrue();
    assertThat(TOUCHING.covers(boundary(READ, READ))).isFalse();
    assertThat(TOUCHING.covers(boundary(WRITE, READ))).isFalse();
    assertThat(TOUCHING.covers(boundary(OTHER, NONE))).isFalse();
  }

  @Test
  void aTableIsReachedThroughItsViews() {
    Footprint view = Footprint.of(LATE_ORDERS, Access.READ);

    assertThat(new Touching(WITH_VIEW).covers(boundary(view, NONE))).isTrue();
    assertThat(new Touching(WITH_VIEW).covers(boundary(READ, view))).isFalse();
    assertThat(TOUCHING.covers(boundary(view, NONE))).isFalse();
  }

  @Test
  void aSchemaIsAllOfItsTables() {
    assertThat(SCHEMA.covers(boundary(OTHER, NONE))).isTrue();
    assertThat(SCHEMA.covers(boundary(READ, OTHER))).isFalse();
    assertThat(SCHEMA.covers(boundary(elsewhere(), NONE))).isFalse();
  }

  @Test
  void everythingIsAnyTableButNotWhatTouchesNone() {
    HoldScope everything = new Everything();

    assertThat(everything.covers(boundary(OTHER, NONE))).isTrue();
    assertThat(everything.covers(boundary(Footprint.UNKNOWN, NONE))).isTrue();
    assertThat(everything.covers(boundary(NONE, NONE))).isFalse();
    assertThat(everything.covers(boundary(OTHER, READ))).isFalse();
  }

  @Test
  void readViewsStopWhatWouldOpenOne() {
    HoldScope views = new NewReadViews();

    assertThat(views.covers(new StatementBoundary(OTHER, NONE, true))).isTrue();
    assertThat(views.covers(boundary(WRITE, NONE))).isFalse();
  }

  @Test
  void awaitsTransactionsThatHaveTouchedIt() {
    assertThat(TOUCHING.awaits(Sessions.inTransaction(1, READ))).isTrue();
    assertThat(TOUCHING.awaits(Sessions.inTransaction(1, OTHER))).isFalse();
    assertThat(TOUCHING.awaits(Sessions.idle(1))).isFalse();
    assertThat(WRITES.awaits(Sessions.inTransaction(1, WRITE))).isTrue();
    assertThat(WRITES.awaits(Sessions.inTransaction(1, READ))).isFalse();
    assertThat(SCHEMA.awaits(Sessions.inTransaction(1, OTHER))).isTrue();
    assertThat(new Everything().awaits(Sessions.inTransaction(1, OTHER))).isTrue();
    assertThat(new Everything().awaits(Sessions.idle(1))).isFalse();
  }

  @Test
  void awaitsCommandsInFlightLockedTablesAndOpenHandlers() {
    for (HoldScope scope : new HoldScope[] {WRITES, TOUCHING, SCHEMA, new Everything()}) {
      assertThat(scope.awaits(Sessions.inFlight(1, WRITE))).isTrue();
      assertThat(scope.awaits(Sessions.withBelongings(1, WRITE, NONE))).isTrue();
      assertThat(scope.awaits(Sessions.withBelongings(1, NONE, WRITE))).isTrue();
    }
  }

  @Test
  void readViewsAwaitThoseThatAreKeptAndWhateverIsInFlight() {
    assertThat(new NewReadViews().awaits(Sessions.withReadView(1))).isTrue();
    assertThat(new NewReadViews().awaits(Sessions.inFlight(1, NONE))).isTrue();
    assertThat(new NewReadViews().awaits(Sessions.idle(1))).isFalse();
  }

  @Test
  void awaitsWhateverCannotBeFollowed() {
    for (HoldScope scope :
        new HoldScope[] {WRITES, TOUCHING, new Everything(), new NewReadViews()}) {
      assertThat(scope.awaits(Sessions.opaque(1))).isTrue();
    }
  }

  @Test
  void concernsWhatItWouldAwaitOnceItIsSentOn() {
    assertThat(TOUCHING.concerns(boundary(READ, NONE))).isTrue();
    assertThat(TOUCHING.concerns(boundary(NONE, READ))).isTrue();
    assertThat(TOUCHING.concerns(boundary(OTHER, OTHER))).isFalse();
    assertThat(WRITES.concerns(boundary(READ, READ))).isFalse();
    assertThat(WRITES.concerns(boundary(WRITE, NONE))).isTrue();
    assertThat(new Everything().concerns(boundary(NONE, NONE))).isFalse();
    assertThat(new NewReadViews().concerns(new StatementBoundary(OTHER, NONE, true))).isTrue();
  }

  @Test
  void scopesOverlapWhereOneStatementCouldMeetBoth() {
    assertThat(TOUCHING.overlaps(WRITES)).isTrue();
    assertThat(TOUCHING.overlaps(new Touching(Reach.of(CARTS)))).isFalse();
    assertThat(TOUCHING.overlaps(SCHEMA)).isTrue();
    assertThat(SCHEMA.overlaps(TOUCHING)).isTrue();
    assertThat(SCHEMA.overlaps(new Touching(Reach.ofSchema("SHOP")))).isTrue();
    assertThat(SCHEMA.overlaps(new Touching(Reach.ofSchema("bank")))).isFalse();
    assertThat(new Touching(WITH_VIEW).overlaps(new Touching(Reach.of(LATE_ORDERS)))).isTrue();
    assertThat(new Everything().overlaps(TOUCHING)).isTrue();
    assertThat(TOUCHING.overlaps(new NewReadViews())).isTrue();
  }

  @Test
  void sayWhatTheyAre() {
    assertThat(WRITES).hasToString("writes to shop.orders");
    assertThat(TOUCHING).hasToString("statements on shop.orders");
    assertThat(SCHEMA).hasToString("statements on shop.*");
  }

  private static Footprint elsewhere() {
    return Footprint.of(new TableName("bank", "accounts"), Access.WRITE);
  }

  private static StatementBoundary boundary(Footprint statement, Footprint kept) {
    return new StatementBoundary(statement, kept, false);
  }
}
