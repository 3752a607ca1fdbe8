package dev.lowtide.proxy.session;

import static dev.lowtide.proxy.session.Payloads.AUTOCOMMIT;
import static dev.lowtide.proxy.session.Payloads.IN_TRANS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.XaState;
import dev.lowtide.proxy.protocol.StatusFlags;
import dev.lowtide.proxy.sql.Effect;
import dev.lowtide.proxy.sql.Effect.XaStep.Verb;
import dev.lowtide.proxy.sql.StatementFacts;
import dev.lowtide.proxy.sql.StatementKind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BelongingsTrackerTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final TableName STOCK = new TableName("shop", "stock");
  private static final Footprint READS_ORDERS = Footprint.of(ORDERS, Access.READ);
  private static final Footprint WRITES_ORDERS = Footprint.of(ORDERS, Access.WRITE);

  private final PreparedStatements prepared = new PreparedStatements();
  private final BelongingsTracker tracker = new BelongingsTracker(prepared);

  @Test
  void whoHasNothingSharesOneSnapshot() {
    done(StatementKind.SELECT, READS_ORDERS);

    assertThat(tracker.snapshot()).isSameAs(SessionBelongings.NONE);
  }

  @Test
  void lockedTablesOutliveTheirTransaction() {
    done(StatementKind.LOCK_TABLES, WRITES_ORDERS);
    done(StatementKind.COMMIT, Footprint.NONE);
    assertThat(tracker.locked().touches(ORDERS)).isTrue();

    done(StatementKind.UNLOCK_TABLES, Footprint.NONE);

    assertThat(tracker.locked().isNone()).isTrue();
  }

  @Test
  void lockingOthersUnlocksTheFirst() {
    done(StatementKind.LOCK_TABLES, WRITES_ORDERS);

    done(StatementKind.LOCK_TABLES, Footprint.of(STOCK, Access.WRITE));

    assertThat(tracker.snapshot().lockedTables().touches(ORDERS)).isFalse();
    assertThat(tracker.snapshot().lockedTables().touches(STOCK)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"BEGIN", "BEGIN_SNAPSHOT"})
  void beginningATransactionUnlocksTables(StatementKind begin) {
    done(StatementKind.LOCK_TABLES, WRITES_ORDERS);

    done(begin, Footprint.NONE);

    assertThat(tracker.locked().isNone()).isTrue();
  }

  @Test
  void aLockOnEverythingGoesWithUnlockTablesOnly() {
    done(StatementKind.LOCK_TABLES, Footprint.UNKNOWN);
    done(StatementKind.BEGIN, Footprint.NONE);
    assertThat(tracker.locked().isUnknown()).isTrue();

    done(StatementKind.UNLOCK_TABLES, Footprint.NONE);

    assertThat(tracker.locked().isNone()).isTrue();
  }

  @Test
  void tablesMayBeLockedByWhatFailedBehindThem() {
    failed(true, StatementKind.LOCK_TABLES, WRITES_ORDERS);

    assertThat(tracker.locked().touches(ORDERS)).isTrue();
  }

  @Test
  void tablesThatCouldNotBeLockedAreNot() {
    failed(false, StatementKind.LOCK_TABLES, WRITES_ORDERS);

    assertThat(tracker.locked().isNone()).isTrue();
  }

  @Test
  void userLocksAreCountedAsManyAsThereMayBe() {
    done(new Effect.UserLockTaken());
    done(new Effect.UserLockTaken());
    failed(false, new Effect.UserLockTaken());
    assertThat(tracker.snapshot().userLocks()).isEqualTo(3);

    done(new Effect.UserLockReleased(false));
    failed(true, new Effect.UserLockReleased(true));
    assertThat(tracker.snapshot().userLocks()).isEqualTo(2);

    done(new Effect.UserLockReleased(true));
    done(new Effect.UserLockReleased(false));
    assertThat(tracker.snapshot().userLocks()).isZero();
  }

  @Test
  void userLocksSurviveTheEndOfATransaction() {
    done(new Effect.UserLockTaken());

    done(StatementKind.COMMIT, Footprint.NONE);
    tracker.onTransactionEnded();

    assertThat(tracker.snapshot().userLocks()).isOne();
  }

  @Test
  void aHandlerKeepsItsTableUntilItsAliasIsClosed() {
    done(new Effect.HandlerOpened("H", ORDERS));
    assertThat(tracker.locked().touches(ORDERS)).isTrue();
    done(new Effect.HandlerClosed("other"));
    done(StatementKind.COMMIT, Footprint.NONE);
    assertThat(tracker.snapshot().openHandlers().touches(ORDERS)).isTrue();

    done(new Effect.HandlerClosed("h"));

    assertThat(tracker.locked().isNone()).isTrue();
  }

  @Test
  void readingThroughAHandlerTouchesTheTableBehindItsAlias() {
    done(new Effect.HandlerOpened("h", ORDERS));

    Footprint touched =
        tracker.touchedBy(
            facts(StatementKind.HANDLER, Footprint.of(new TableName("shop", "h"), Access.READ)));

    assertThat(touched.tables()).containsOnlyKeys(ORDERS);
  }

  @Test
  void aDroppedTableHasNoHandler() {
    done(new Effect.HandlerOpened("h", ORDERS));

    done(new Effect.TablesDropped(Set.of(ORDERS)));

    assertThat(tracker.locked().isNone()).isTrue();
  }

  @Test
  void moreHandlersThanAreKnownMayBeOnAnyTable() {
    for (int i = 0; i <= OpenHandlers.ALIASES_MAX; i++) {
      done(new Effect.HandlerOpened("h" + i, new TableName("shop", "t" + i)));
    }

    assertThat(tracker.snapshot().openHandlers().isUnknown()).isTrue();
  }

  @Test
  void aTemporaryTableIsMeantInPlaceOfTheOneThatAllKnow() {
    assertThat(tracker.touchedBy(facts(StatementKind.SELECT, READS_ORDERS)).isNone()).isFalse();

    done(new Effect.TemporaryTableCreated(ORDERS));

    assertThat(tracker.snapshot().temporaryTables()).containsExactly(ORDERS);
    assertThat(touchedBySelect()).isFalse();
    Footprint both = READS_ORDERS.plus(Footprint.of(STOCK, Access.WRITE));
    assertThat(tracker.touchedBy(facts(StatementKind.INSERT, both)).writes(STOCK)).isTrue();
    assertThat(tracker.touchedBy(facts(StatementKind.INSERT, both)).touches(ORDERS)).isFalse();
  }

  @Test
  void aHandlerOnATemporaryTableLocksNothing() {
    done(new Effect.TemporaryTableCreated(ORDERS));

    done(new Effect.HandlerOpened("h", ORDERS));

    assertThat(tracker.locked().isNone()).isTrue();
  }

  @Test
  void droppingTakesTheTemporaryTableFirst() {
    done(new Effect.TemporaryTableCreated(ORDERS));

    done(new Effect.TablesDropped(Set.of(ORDERS)));

    assertThat(tracker.snapshot().temporaryTables()).isEmpty();
    assertThat(touchedBySelect()).isTrue();
  }

  @Test
  void aNameMayMeanBothTablesAgainWhenADropFailed() {
    done(new Effect.TemporaryTableCreated(ORDERS));

    failed(false, new Effect.TablesDropped(Set.of(ORDERS, STOCK)));

    assertThat(tracker.snapshot().temporaryTables()).containsExactly(ORDERS);
    assertThat(touchedBySelect()).isTrue();
  }

  @Test
  void aTemporaryTableMayHaveBeenRenamedByADefinition() {
    done(new Effect.TemporaryTableCreated(ORDERS));

    done(StatementKind.DDL, WRITES_ORDERS);

    assertThat(touchedBySelect()).isTrue();
  }

  @Test
  void aTemporaryTableMayHaveBeenDroppedByAProcedure() {
    done(new Effect.TemporaryTableCreated(ORDERS));

    done(StatementKind.CALL, Footprint.UNKNOWN);

    assertThat(touchedBySelect()).isTrue();
  }

  @Test
  void severalStatementsAtOnceMayMeanBothTables() {
    done(new Effect.TemporaryTableCreated(ORDERS));

    Footprint touched = tracker.touchedBy(facts(StatementKind.MULTI, READS_ORDERS));

    assertThat(touched.touches(ORDERS)).isTrue();
  }

  @Test
  void aLevelIsThatOfTheSessionUntilItIsSetAnew() {
    assertThat(tracker.isViewLasting()).isTrue();

    done(new Effect.IsolationSet(IsolationLevel.READ_COMMITTED, true));
    assertThat(tracker.snapshot().isolation()).isEqualTo(IsolationLevel.READ_COMMITTED);
    assertThat(tracker.isViewLasting()).isFalse();

    failed(false, new Effect.IsolationSet(IsolationLevel.REPEATABLE_READ, true));
    assertThat(tracker.isViewLasting()).isTrue();
  }

  @Test
  void aLevelForTheNextTransactionIsNotThatOfTheSession() {
    done(new Effect.IsolationSet(IsolationLevel.READ_COMMITTED, true));
    done(new Effect.IsolationSet(IsolationLevel.REPEATABLE_READ, false));
    assertThat(tracker.isViewLasting()).isTrue();

    tracker.onTransactionEnded();

    assertThat(tracker.isViewLasting()).isFalse();
  }

  @Test
  void aProcedureMayHaveSetAnotherLevel() {
    done(new Effect.IsolationSet(IsolationLevel.READ_COMMITTED, true));

    done(StatementKind.CALL, Footprint.UNKNOWN);

    assertThat(tracker.isViewLasting()).isTrue();
  }

  @Test
  void anXaTransactionGoesItsWayToPrepared() {
    xa(Verb.START, AUTOCOMMIT | IN_TRANS);
    assertThat(tracker.snapshot().xa()).isEqualTo(XaState.ACTIVE);
    assertThat(tracker.snapshot().xid()).isEqualTo("'x'");

    xa(Verb.END, AUTOCOMMIT | IN_TRANS);
    assertThat(tracker.snapshot().xa()).isEqualTo(XaState.IDLE);

    xa(Verb.PREPARE, AUTOCOMMIT);
    assertThat(tracker.snapshot().xa()).isEqualTo(XaState.NONE);
    assertThat(tracker.snapshot().xid()).isEmpty();
  }

  @Test
  void aPreparedXaTransactionStaysTheSessionsIfTheFlagsSaySo() {
    xa(Verb.PREPARE, AUTOCOMMIT | IN_TRANS);
    assertThat(tracker.snapshot().xa()).isEqualTo(XaState.PREPARED);

    xa(Verb.COMMIT, AUTOCOMMIT);
    assertThat(tracker.snapshot().xa()).isEqualTo(XaState.NONE);
  }

  @Test
  void resettingTheConnectionLeavesNothing() {
    done(StatementKind.LOCK_TABLES, WRITES_ORDERS);
    done(new Effect.UserLockTaken());
    done(new Effect.HandlerOpened("h", ORDERS));
    done(new Effect.TemporaryTableCreated(STOCK));
    done(new Effect.IsolationSet(IsolationLevel.READ_COMMITTED, true));
    xa(Verb.START, AUTOCOMMIT | IN_TRANS);

    tracker.reset();

    assertThat(tracker.snapshot()).isEqualTo(SessionBelongings.NONE);
    assertThat(tracker.isViewLasting()).isTrue();
  }

  private boolean touchedBySelect() {
    return tracker.touchedBy(facts(StatementKind.SELECT, READS_ORDERS)).touches(ORDERS);
  }

  private void done(Effect effect) {
    done(StatementKind.SHOW, Footprint.NONE, effect);
  }

  private void done(StatementKind kind, Footprint footprint, Effect... effects) {
    tracker.onSuccess(facts(kind, footprint, effects), new StatusFlags(AUTOCOMMIT));
  }

  private void xa(Verb verb, int status) {
    StatementFacts facts = facts(StatementKind.XA, Footprint.NONE, new Effect.XaStep(verb, "'x'"));
    tracker.onSuccess(facts, new StatusFlags(status));
  }

  private void failed(boolean isBehindSuccess, Effect effect) {
    failed(isBehindSuccess, StatementKind.SHOW, Footprint.NONE, effect);
  }

  private void failed(
      boolean isBehindSuccess, StatementKind kind, Footprint footprint, Effect... effects) {
    tracker.onError(facts(kind, footprint, effects), isBehindSuccess);
  }

  private static StatementFacts facts(StatementKind kind, Footprint footprint, Effect... effects) {
    return new StatementFacts(kind, footprint, "?", null, List.of(effects));
  }
}
