package dev.lowtide.proxy.session;

import static dev.lowtide.proxy.session.Payloads.AUTOCOMMIT;
import static dev.lowtide.proxy.session.Payloads.IN_TRANS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.RoutineName;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.protocol.StatusFlags;
import dev.lowtide.proxy.sql.StatementFacts;
import dev.lowtide.proxy.sql.StatementKind;
import dev.lowtide.proxy.sql.StatementReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTrackerTest {

  private static final TableName ORDERS = new TableName("shop", "orders");

  private final TransactionTracker tracker = new TransactionTracker();
  private long now = 5;
  private boolean isViewLasting = true;

  @Test
  void autocommittedStatementsLeaveNothingOpen() {
    reply("UPDATE orders SET a = 1", AUTOCOMMIT);

    assertThat(snapshot()).isEqualTo(TransactionSnapshot.NONE);
  }

  @Test
  void aTransactionIsEmptyUntilItTouchesATable() {
    reply("START TRANSACTION", AUTOCOMMIT | IN_TRANS);
    assertThat(state()).isEqualTo(TransactionState.EMPTY);

    reply("SAVEPOINT a", AUTOCOMMIT | IN_TRANS);
    assertThat(state()).isEqualTo(TransactionState.EMPTY);

    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);
    assertThat(state()).isEqualTo(TransactionState.ACTIVE);
    assertThat(tracker.footprint().touches(ORDERS)).isTrue();
    assertThat(tracker.footprint().writes(ORDERS)).isFalse();

    reply("COMMIT", AUTOCOMMIT);
    assertThat(state()).isEqualTo(TransactionState.NONE);
    assertThat(tracker.footprint().isNone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT f()", "DO f()", "SET @a = f()", "CALL p()"})
  void whatMayCallAFunctionMayHaveReadAnything(String sql) {
    reply("BEGIN", AUTOCOMMIT | IN_TRANS);

    reply(sql, AUTOCOMMIT | IN_TRANS);

    assertThat(state()).isEqualTo(TransactionState.ACTIVE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TEMPORARY TABLE tmp (a INT)",
        "DROP TEMPORARY TABLE tmp",
        "CHECKSUM TABLE other"
      })
  void aDefinitionThatDoesNotCommitForgetsNothing(String sql) {
    reply("BEGIN", AUTOCOMMIT | IN_TRANS);
    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);

    reply(sql, AUTOCOMMIT | IN_TRANS);

    assertThat(tracker.footprint().touches(ORDERS)).isTrue();
  }

  @Test
  void aDefinitionThatCommitsLeavesNothingOpen() {
    begin();
    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);

    reply("CREATE TABLE other (a INT)", AUTOCOMMIT);

    assertThat(state()).isEqualTo(TransactionState.NONE);
    assertThat(tracker.footprint().isNone()).isTrue();
  }

  @Test
  void aConsistentSnapshotIsNotEmpty() {
    reply("START TRANSACTION WITH CONSISTENT SNAPSHOT", AUTOCOMMIT | IN_TRANS);

    assertThat(state()).isEqualTo(TransactionState.ACTIVE);
  }

  @Test
  void withoutAutocommitASessionIsArmedThenActive() {
    reply("SET autocommit = 0", 0);
    assertThat(state()).isEqualTo(TransactionState.ARMED);

    reply("SELECT * FROM orders", IN_TRANS);
    assertThat(state()).isEqualTo(TransactionState.ACTIVE);

    reply("ROLLBACK", 0);
    assertThat(state()).isEqualTo(TransactionState.ARMED);
  }

  @Test
  void aNewTransactionForgetsWhatTheOldOneTouched() {
    reply("BEGIN", AUTOCOMMIT | IN_TRANS);
    reply("DELETE FROM orders", AUTOCOMMIT | IN_TRANS);

    reply("COMMIT AND CHAIN", AUTOCOMMIT | IN_TRANS);

    assertThat(state()).isEqualTo(TransactionState.EMPTY);
    assertThat(tracker.footprint().isNone()).isTrue();
  }

  @Test
  void rollingBackToASavepointKeepsTheTransaction() {
    reply("BEGIN", AUTOCOMMIT | IN_TRANS);
    reply("DELETE FROM orders", AUTOCOMMIT | IN_TRANS);

    reply("ROLLBACK TO SAVEPOINT a", AUTOCOMMIT | IN_TRANS);

    assertThat(tracker.footprint().writes(ORDERS)).isTrue();
  }

  @Test
  void errorLeavesTransactionStateUnknown() {
    reply("BEGIN", AUTOCOMMIT | IN_TRANS);
    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);

    error("UPDATE orders SET a = 1");
    assertThat(state()).isEqualTo(TransactionState.UNKNOWN);
    assertThat(tracker.footprint().writes(ORDERS)).isTrue();

    reply("SELECT 1", AUTOCOMMIT);
    assertThat(state()).isEqualTo(TransactionState.NONE);
  }

  @Test
  void anErrorOutsideATransactionLeavesNoneOpen() {
    error("INSERT INTO orders VALUES (1)");

    assertThat(state()).isEqualTo(TransactionState.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CALL p()", "SELECT 1; SELECT nonsense", "EXECUTE s", "SET autocommit=0"})
  void anErrorOfWhatMayHaveBegunATransactionLeavesItUnknown(String sql) {
    error(sql);

    assertThat(state()).isEqualTo(TransactionState.UNKNOWN);
  }

  @Test
  void theFirstLookInATransactionOpensAReadView() {
    assertThat(opensReadView("SELECT * FROM orders")).isFalse();
    assertThat(opensReadView("CALL p()")).isTrue();
    assertThat(opensReadView("BEGIN; SELECT * FROM orders")).isTrue();
    assertThat(opensReadView("START TRANSACTION WITH CONSISTENT SNAPSHOT")).isTrue();

    reply("BEGIN", AUTOCOMMIT | IN_TRANS);
    assertThat(opensReadView("SELECT f()")).isTrue();
    assertThat(opensReadView("COMMIT")).isFalse();
    assertThat(opensReadView("SELECT * FROM orders")).isTrue();

    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);
    assertThat(opensReadView("SELECT * FROM orders")).isFalse();
  }

  @Test
  void anotherTransactionHasAnotherNumber() {
    begin();
    long first = snapshot().number();
    reply("UPDATE orders SET a = 1", AUTOCOMMIT | IN_TRANS);
    assertThat(snapshot().number()).isEqualTo(first);

    begin();

    assertThat(snapshot().number()).isEqualTo(first + 1);
    assertThat(tracker.footprint().isNone()).isTrue();
  }

  @Test
  void aChainedTransactionIsAnotherOne() {
    begin();
    reply("UPDATE orders SET a = 1", AUTOCOMMIT | IN_TRANS);

    reply("COMMIT AND CHAIN", AUTOCOMMIT | IN_TRANS);

    assertThat(snapshot().number()).isEqualTo(2);
    assertThat(state()).isEqualTo(TransactionState.EMPTY);
    assertThat(snapshot().readViewSinceNanos()).isNull();
  }

  @Test
  void theFirstLookTakesTheReadView() {
    begin();
    assertThat(snapshot().readViewSinceNanos()).isNull();
    now = 11;
    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);
    now = 12;
    reply("SELECT * FROM stock", AUTOCOMMIT | IN_TRANS);

    assertThat(snapshot().readViewSinceNanos()).isEqualTo(11);
  }

  @Test
  void aConsistentSnapshotTakesTheReadViewAtOnce() {
    reply("START TRANSACTION WITH CONSISTENT SNAPSHOT", AUTOCOMMIT | IN_TRANS);

    assertThat(snapshot().readViewSinceNanos()).isEqualTo(5);
  }

  @Test
  void underReadCommittedNoReadViewOutlivesAStatement() {
    isViewLasting = false;
    begin();
    assertThat(opensReadView("SELECT * FROM orders")).isFalse();
    assertThat(opensReadView("COMMIT; SELECT * FROM orders")).isTrue();
    assertThat(opensReadView("CALL p()")).isTrue();

    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);

    assertThat(state()).isEqualTo(TransactionState.ACTIVE);
    assertThat(snapshot().readViewSinceNanos()).isNull();
  }

  @Test
  void theLevelOfATransactionIsThatOfItsBeginning() {
    begin();
    isViewLasting = false;

    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);

    assertThat(snapshot().readViewSinceNanos()).isEqualTo(5);
  }

  @Test
  void whatWasTouchedLastIsKnownTableByTable() {
    begin();
    now = 11;
    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);
    now = 12;
    reply("UPDATE stock SET a = 1", AUTOCOMMIT | IN_TRANS);
    now = 13;
    reply("SELECT 1", AUTOCOMMIT | IN_TRANS);

    assertThat(snapshot().lastTouchNanos(Reach.of(ORDERS))).isEqualTo(11);
    assertThat(snapshot().lastTouchNanos(Reach.of(new TableName("shop", "stock")))).isEqualTo(12);
    assertThat(snapshot().lastTouchNanos(Reach.of(new TableName("shop", "other")))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE orders SET a = 1", "SELECT * FROM orders FOR UPDATE"})
  void aDeadlockEndsTheTransaction(String sql) {
    begin();
    reply("SELECT * FROM stock", AUTOCOMMIT | IN_TRANS);

    error(1213, sql, AUTOCOMMIT | IN_TRANS);

    assertThat(state()).isEqualTo(TransactionState.NONE);
    assertThat(tracker.footprint().isNone()).isTrue();
  }

  @Test
  void aDeadlockWithoutAutocommitLeavesTheNextTransactionArmed() {
    reply("UPDATE orders SET a = 1", IN_TRANS);

    error(1213, "UPDATE stock SET a = 1", IN_TRANS);

    assertThat(state()).isEqualTo(TransactionState.ARMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CALL p()", "EXECUTE s", "UPDATE orders SET a = 1; BEGIN", "DO f()"})
  void aDeadlockInWhatMayHaveBegunAnotherTransactionIsUnknown(String sql) {
    begin();
    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);

    tracker.onError(
        1213,
        sql.startsWith("DO")
            ? StatementFacts.of(
                StatementKind.SELECT, Footprint.of(RoutineName.function("shop", "f")), sql)
            : facts(sql),
        Footprint.NONE,
        new StatusFlags(AUTOCOMMIT | IN_TRANS),
        true,
        5);

    assertThat(state()).isEqualTo(TransactionState.UNKNOWN);
    assertThat(tracker.footprint().touches(ORDERS)).isTrue();
  }

  @Test
  void aLockWaitTimeoutLeavesItUnknownWhetherAllWasRolledBack() {
    begin();
    reply("UPDATE orders SET a = 1", AUTOCOMMIT | IN_TRANS);

    error(1205, "UPDATE stock SET a = 1", AUTOCOMMIT | IN_TRANS);

    assertThat(state()).isEqualTo(TransactionState.UNKNOWN);
    assertThat(tracker.footprint().touches(ORDERS)).isTrue();
  }

  @Test
  void aSavepointWithoutAutocommitOpensNothing() {
    reply("SET autocommit = 0", 0);

    reply("SAVEPOINT a", 0);

    assertThat(state()).isEqualTo(TransactionState.ARMED);
  }

  @Test
  void switchingAutocommitOnCommits() {
    reply("UPDATE orders SET a = 1", IN_TRANS);

    reply("SET autocommit = 1", AUTOCOMMIT);

    assertThat(state()).isEqualTo(TransactionState.NONE);
    assertThat(tracker.footprint().isNone()).isTrue();
  }

  @Test
  void lockingTablesCommitsEvenWhereTheFlagsStay() {
    reply("UPDATE orders SET a = 1", IN_TRANS);

    reply("LOCK TABLES stock WRITE", IN_TRANS);

    assertThat(snapshot().number()).isEqualTo(2);
    assertThat(tracker.footprint().touches(ORDERS)).isFalse();
  }

  @Test
  void autocommitIsWhatTheFlagsSayWhateverElseIsSet() {
    reply("SET @a=(SELECT 1), autocommit=0", 0);

    assertThat(state()).isEqualTo(TransactionState.ARMED);
  }

  @Test
  void aTransactionThatEndedAmongOtherStatementsIsNotTheOneAfterIt() {
    begin();
    reply("UPDATE orders SET a = 1", AUTOCOMMIT | IN_TRANS);

    StatementFacts facts = facts("COMMIT; BEGIN; UPDATE stock SET a = 1");
    StatusFlags status = new StatusFlags(AUTOCOMMIT | IN_TRANS);
    tracker.onReply(facts.kind(), facts.footprint(), status, true, true, 5);

    assertThat(snapshot().number()).isEqualTo(2);
    assertThat(tracker.footprint().touches(ORDERS)).isFalse();
  }

  private void begin() {
    reply("BEGIN", AUTOCOMMIT | IN_TRANS);
  }

  private void reply(String sql, int status) {
    StatementFacts facts = facts(sql);
    tracker.onReply(
        facts.kind(), facts.footprint(), new StatusFlags(status), false, isViewLasting, now);
  }

  private void error(String sql) {
    error(1064, sql, AUTOCOMMIT);
  }

  private void error(int code, String sql, int lastStatus) {
    StatementFacts facts = facts(sql);
    tracker.onError(
        code, facts, facts.footprint(), new StatusFlags(lastStatus), isViewLasting, now);
  }

  private boolean opensReadView(String sql) {
    return tracker.wouldOpenReadView(facts(sql), isViewLasting);
  }

  private TransactionState state() {
    return snapshot().state();
  }

  private TransactionSnapshot snapshot() {
    return tracker.snapshot();
  }

  private static StatementFacts facts(String sql) {
    return StatementReader.read(sql, "shop", true, true);
  }
}
