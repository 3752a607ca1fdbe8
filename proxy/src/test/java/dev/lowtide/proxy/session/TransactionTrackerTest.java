package dev.lowtide.proxy.session;

import static dev.lowtide.proxy.session.Payloads.AUTOCOMMIT;
import static dev.lowtide.proxy.session.Payloads.IN_TRANS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.protocol.StatusFlags;
import dev.lowtide.proxy.sql.StatementFacts;
import dev.lowtide.proxy.sql.StatementReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionTrackerTest {

  private static final TableName ORDERS = new TableName("shop", "orders");

  private final TransactionTracker tracker = new TransactionTracker();

  @Test
  void autocommittedStatementsLeaveNothingOpen() {
    reply("UPDATE orders SET a = 1", AUTOCOMMIT);

    assertThat(state()).isEqualTo(TransactionState.NONE);
    assertThat(tracker.footprint().isNone()).isTrue();
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
    reply("BEGIN", AUTOCOMMIT | IN_TRANS);
    reply("SELECT * FROM orders", AUTOCOMMIT | IN_TRANS);

    reply("CREATE TABLE other (a INT)", AUTOCOMMIT);

    assertThat(state()).isEqualTo(TransactionState.NONE);
    assertThat(tracker.footprint().isNone()).isTrue();
  }

  @Test
  void whatIsLockedAmongOtherStatementsIsLocked() {
    reply("LOCK TABLES orders WRITE; SELECT 1", AUTOCOMMIT);

    assertThat(tracker.footprint().touches(ORDERS)).isTrue();
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
  void lockedTablesStayTouchedUntilTheyAreUnlocked() {
    reply("LOCK TABLES orders READ", AUTOCOMMIT);
    reply("SELECT * FROM orders", AUTOCOMMIT);
    assertThat(tracker.footprint().touches(ORDERS)).isTrue();

    reply("UNLOCK TABLES", AUTOCOMMIT);
    assertThat(tracker.footprint().isNone()).isTrue();
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

  private void reply(String sql, int status) {
    tracker.onReply(facts(sql), new StatusFlags(status), 5);
  }

  private void error(String sql) {
    tracker.onError(facts(sql), 5);
  }

  private boolean opensReadView(String sql) {
    return tracker.wouldOpenReadView(facts(sql));
  }

  private TransactionState state() {
    return tracker.snapshot().state();
  }

  private static StatementFacts facts(String sql) {
    return StatementReader.read(sql, "shop", true, true);
  }
}
