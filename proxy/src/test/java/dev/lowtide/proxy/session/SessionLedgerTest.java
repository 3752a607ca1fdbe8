package dev.lowtide.proxy.session;

import static dev.lowtide.proxy.session.Payloads.AUTOCOMMIT;
import static dev.lowtide.proxy.session.Payloads.CURSOR;
import static dev.lowtide.proxy.session.Payloads.IN_TRANS;
import static dev.lowtide.proxy.session.Payloads.MORE_RESULTS;
import static dev.lowtide.proxy.session.Payloads.bytes;
import static dev.lowtide.proxy.session.Payloads.command;
import static dev.lowtide.proxy.session.Payloads.definition;
import static dev.lowtide.proxy.session.Payloads.eof;
import static dev.lowtide.proxy.session.Payloads.err;
import static dev.lowtide.proxy.session.Payloads.ok;
import static dev.lowtide.proxy.session.Payloads.prepareOk;
import static dev.lowtide.proxy.session.Payloads.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.frame.PayloadHead;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.proxy.sql.FactsCache;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traps of sessions' state, as the packets of both sides spring them. */
class SessionLedgerTest {

  private static final TableName ORDERS = new TableName("shop", "orders");
  private static final TableName STOCK = new TableName("shop", "stock");
  private static final long CAPABILITIES = 1 << 9 | 1 << 15;
  private static final int LAST_ROW_SENT = 0x80;
  private static final int OPEN = AUTOCOMMIT | IN_TRANS;

  private final SessionTracker tracker =
      new SessionTracker(
          new SessionId(1), "client:1", new FactsCache(), new ActivityFeed(100, () -> 7), () -> 7);

  @BeforeEach
  void signIn() {
    tracker.onGreeting(Payloads.greeting(CAPABILITIES));
    tracker.onHandshakeResponse(Payloads.handshakeResponse(CAPABILITIES));
    tracker.onPayload(ok(AUTOCOMMIT));
    exchange(command(0x02, "shop"), ok(AUTOCOMMIT));
  }

  @Test
  void aPreparedCommitEndsTheTransaction() {
    exchange(query("BEGIN"), ok(OPEN));
    exchange(query("UPDATE orders SET a = 1"), ok(OPEN));
    exchange(command(0x16, "COMMIT"), prepareOk(7, 0, 0));
    assertThat(transaction().touched().touches(ORDERS)).isTrue();

    exchange(execute(0), ok(AUTOCOMMIT));

    assertThat(transaction().state()).isEqualTo(TransactionState.NONE);
    assertThat(transaction().touched().isNone()).isTrue();
  }

  @Test
  void preparingTouchesNothing() {
    exchange(query("BEGIN"), ok(OPEN));

    exchange(command(0x16, "DELETE FROM orders"), prepareOk(7, 0, 0));

    assertThat(transaction().state()).isEqualTo(TransactionState.EMPTY);
    assertThat(belongings().preparedStatements()).isOne();
    assertThat(belongings().prepared().writes(ORDERS)).isTrue();
  }

  @Test
  void whatCannotBePreparedTouchesNothing() {
    exchange(query("BEGIN"), ok(OPEN));

    exchange(command(0x16, "DELETE FROM orders WHERE"), err());

    assertThat(transaction().touched().isNone()).isTrue();
  }

  @Test
  void aTransactionThatEndsInTheMidstOfAReplyIsSeenToEnd() {
    exchange(query("BEGIN"), ok(OPEN));
    exchange(query("UPDATE orders SET a = 1"), ok(OPEN));

    exchange(
        query("COMMIT; BEGIN; UPDATE stock SET a = 1"),
        ok(AUTOCOMMIT | MORE_RESULTS),
        ok(OPEN | MORE_RESULTS),
        ok(OPEN));

    assertThat(transaction().number()).isEqualTo(2);
    assertThat(transaction().touched().touches(ORDERS)).isFalse();
    assertThat(transaction().touched().touches(STOCK)).isTrue();
  }

  @Test
  void statementsBeforeTheOneThatFailedMayHaveLocked() {
    exchange(
        query("LOCK TABLES orders WRITE; SELECT nonsense"), ok(AUTOCOMMIT | MORE_RESULTS), err());

    assertThat(belongings().lockedTables().touches(ORDERS)).isTrue();
  }

  @Test
  void tablesThatAreLockedAreNoPartOfTheTransaction() {
    exchange(query("LOCK TABLES orders WRITE"), ok(AUTOCOMMIT));

    assertThat(transaction().touched().isNone()).isTrue();
    assertThat(tracker.snapshot().mayTouch(ORDERS)).isTrue();
    assertThat(boundary(query("UPDATE orders SET a = 1")).kept().writes(ORDERS)).isTrue();
  }

  @Test
  void aStatementByNameTouchesTheTablesOfItsText() {
    exchange(query("PREPARE s FROM 'UPDATE orders SET a = 1'"), ok(AUTOCOMMIT));
    Footprint touched = boundary(query("EXECUTE s")).statement();
    assertThat(touched.isUnknown()).isFalse();
    assertThat(touched.writes(ORDERS)).isTrue();

    exchange(query("PREPARE S FROM 'UPDATE stock SET a = 1'"), ok(AUTOCOMMIT));

    assertThat(boundary(query("EXECUTE s")).statement().touches(ORDERS)).isFalse();
    assertThat(boundary(query("EXECUTE s")).statement().writes(STOCK)).isTrue();
    assertThat(belongings().preparedStatements()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PREPARE s FROM @text",
        "DEALLOCATE PREPARE s",
        "CALL p()",
      })
  void aStatementByNameMayTouchAnythingAfter(String sql) {
    exchange(query("PREPARE s FROM 'UPDATE orders SET a = 1'"), ok(AUTOCOMMIT));

    exchange(query(sql), ok(AUTOCOMMIT));

    assertThat(boundary(query("EXECUTE s")).statement().isUnknown()).isTrue();
  }

  @Test
  void aNameThatIsBeingPreparedAnewMayMeanAnything() {
    exchange(query("PREPARE s FROM 'UPDATE orders SET a = 1'"), ok(AUTOCOMMIT));
    tracker.onClientPayload(query("PREPARE s FROM 'UPDATE stock SET a = 1'"));

    tracker.onClientPayload(query("EXECUTE s"));

    assertThat(tracker.snapshot().mayTouch(STOCK)).isTrue();
    tracker.onPayload(ok(AUTOCOMMIT));
    assertThat(Objects.requireNonNull(tracker.snapshot().command()).footprint().touches(ORDERS))
        .isFalse();
  }

  @Test
  void aTemporaryTableIsNotTheTableOfItsName() {
    exchange(query("CREATE TEMPORARY TABLE orders (a INT)"), ok(AUTOCOMMIT));
    exchange(query("BEGIN"), ok(OPEN));

    exchange(query("INSERT INTO orders SELECT a FROM stock"), ok(OPEN));

    assertThat(transaction().touched().touches(ORDERS)).isFalse();
    assertThat(transaction().touched().touches(STOCK)).isTrue();
  }

  @Test
  void behindADropThatIsInFlightANameMayMeanEitherTable() {
    exchange(query("CREATE TEMPORARY TABLE orders (a INT)"), ok(AUTOCOMMIT));
    tracker.onClientPayload(query("DROP TABLE orders"));

    StatementBoundary boundary = boundary(query("SELECT * FROM orders"));

    assertThat(boundary.statement().touches(ORDERS)).isTrue();
  }

  @Test
  void aCursorIsOpenUntilItsLastRow() {
    openCursor();
    assertThat(belongings().openCursors()).isOne();
    assertThat(tracker.snapshot().mayTouch(ORDERS)).isFalse();
    exchange(fetch(), bytes(0, 0), eof(AUTOCOMMIT | CURSOR));
    assertThat(belongings().openCursors()).isOne();

    exchange(fetch(), bytes(0, 0), eof(AUTOCOMMIT | LAST_ROW_SENT));

    assertThat(belongings().openCursors()).isZero();
  }

  @Test
  void aCursorIsClosedByAResetAndByAnExecutionWithout() {
    openCursor();
    exchange(command(0x1A, "\7\0\0\0"), ok(AUTOCOMMIT));
    assertThat(belongings().openCursors()).isZero();

    exchange(execute(1), bytes(1), definition(), eof(AUTOCOMMIT | CURSOR));
    assertThat(belongings().openCursors()).isOne();
    exchange(execute(0), bytes(1), definition(), eof(AUTOCOMMIT), eof(AUTOCOMMIT));
    assertThat(belongings().openCursors()).isZero();
  }

  @Test
  void aStatementThatIsClosedHasNoCursor() {
    openCursor();

    tracker.onClientPayload(command(0x19, "\7\0\0\0"));

    assertThat(belongings()).isEqualTo(SessionBelongings.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x1F, 0x11})
  void aResetAndAChangeOfUserLeaveNothing(int code) {
    openCursor();
    exchange(query("PREPARE s FROM 'UPDATE orders SET a = 1'"), ok(AUTOCOMMIT));
    exchange(query("CREATE TEMPORARY TABLE orders (a INT)"), ok(AUTOCOMMIT));
    exchange(query("SELECT GET_LOCK('l', 1)"), ok(AUTOCOMMIT));
    exchange(query("LOCK TABLES stock READ"), ok(AUTOCOMMIT));

    exchange(command(code, code == 0x11 ? "ann\0\0shop\0" : ""), ok(AUTOCOMMIT));

    assertThat(belongings()).isEqualTo(SessionBelongings.NONE);
    assertThat(boundary(query("EXECUTE s")).statement().isUnknown()).isTrue();
    assertThat(boundary(query("SELECT * FROM orders")).statement().touches(ORDERS)).isTrue();
  }

  @Test
  void aDeadlockIsReadFromItsError() {
    exchange(query("BEGIN"), ok(OPEN));
    exchange(query("UPDATE orders SET a = 1"), ok(OPEN));

    exchange(query("UPDATE stock SET a = 1"), bytes(0xFF, 1213 & 0xFF, 1213 >> 8, '#'));

    assertThat(transaction().state()).isEqualTo(TransactionState.NONE);
  }

  private void openCursor() {
    exchange(command(0x16, "SELECT * FROM orders"), prepareOk(7, 0, 0));
    exchange(execute(1), bytes(1), definition(), eof(AUTOCOMMIT | CURSOR));
  }

  private static PayloadHead execute(int flags) {
    return Payloads.head(0, Payloads.toBytes(0x17, 7, 0, 0, 0, flags, 1, 0, 0, 0));
  }

  private static PayloadHead fetch() {
    return Payloads.head(0, Payloads.toBytes(0x1C, 7, 0, 0, 0, 1, 0, 0, 0));
  }

  private void exchange(PayloadHead command, PayloadHead... reply) {
    tracker.onClientPayload(command);
    for (PayloadHead payload : reply) {
      tracker.onPayload(payload);
    }
    assertThat(tracker.isAwaitingReply()).isFalse();
    assertThat(tracker.isOpaque()).isFalse();
  }

  private StatementBoundary boundary(PayloadHead payload) {
    return Objects.requireNonNull(tracker.boundary(payload));
  }

  private TransactionSnapshot transaction() {
    return tracker.snapshot().transaction();
  }

  private SessionBelongings belongings() {
    return tracker.snapshot().belongings();
  }
}
