package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.activity.XaState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the proxy says that a session keeps is what the server holds for it. */
class BelongingsIT {

  private static final TableName A = new TableName(Lab.SCHEMA, "a");
  private static final TableName B = new TableName(Lab.SCHEMA, "b");

  private static RunningProxy proxy;

  private Connection client;
  private long threadId;

  @BeforeAll
  static void start() throws Exception {
    proxy = RunningProxy.before(Lab.server().port());
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "USE lab",
          "DROP TABLE IF EXISTS a, b",
          "CREATE TABLE a (id INT PRIMARY KEY, v INT)",
          "CREATE TABLE b (id INT PRIMARY KEY, v INT)",
          "INSERT INTO a VALUES (1, 1), (2, 2), (3, 3)",
          "INSERT INTO b VALUES (1, 1), (2, 2), (3, 3)",
          "DROP PROCEDURE IF EXISTS renews",
          "CREATE PROCEDURE renews() BEGIN SELECT 1; COMMIT; SELECT 2;"
              + " START TRANSACTION; SELECT * FROM b; END");
    }
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  @BeforeEach
  void connect() throws Exception {
    client = newClient("");
    threadId = idOf(client);
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
  }

  @Test
  void anXaTransactionOutlivesItsSessionOnceItIsPrepared() throws Exception {
    String xid = "'outlives" + threadId + "'";
    Lab.execute(client, "XA START " + xid);
    assertThat(belongings().xa()).isEqualTo(XaState.ACTIVE);
    assertThat(belongings().xid()).isEqualTo(xid);
    assertThat(transaction().state()).isEqualTo(TransactionState.EMPTY);

    Lab.execute(client, "UPDATE a SET v = v + 1 WHERE id = 1", "XA END " + xid);
    assertThat(belongings().xa()).isEqualTo(XaState.IDLE);
    assertThat(transaction().touched().writes(A)).isTrue();

    Lab.execute(client, "XA PREPARE " + xid);
    assertThat(belongings().xa()).isEqualTo(XaState.NONE);
    assertThat(transaction().state()).isEqualTo(TransactionState.NONE);
    assertThat(lockedOnServer()).containsExactly("a|");

    Lab.execute(client, "XA ROLLBACK " + xid);
    assertThat(lockedOnServer()).isEmpty();
  }

  @Test
  void anXaTransactionThatIsNotDetachedStaysTheSessions() throws Exception {
    String xid = "'stays" + threadId + "'";
    Lab.execute(
        client,
        "SET SESSION xa_detach_on_prepare = OFF",
        "XA START " + xid,
        "UPDATE a SET v = v + 1 WHERE id = 1",
        "XA END " + xid,
        "XA PREPARE " + xid);
    assertThat(belongings().xa()).isEqualTo(XaState.PREPARED);
    assertThat(transaction().touched().writes(A)).isTrue();
    assertThat(lockedOnServer()).containsExactly("a|");

    Lab.execute(client, "XA COMMIT " + xid);

    assertThat(belongings().xa()).isEqualTo(XaState.NONE);
    assertThat(transaction().state()).isEqualTo(TransactionState.NONE);
    assertThat(lockedOnServer()).isEmpty();
  }

  @Test
  void lockedTablesSurviveACommitButNotABegin() throws Exception {
    Lab.execute(client, "LOCK TABLES a WRITE, b READ", "COMMIT");
    assertThat(belongings().lockedTables().writes(A)).isTrue();
    assertThat(belongings().lockedTables().touches(B)).isTrue();
    assertThat(transaction().touched().isNone()).isTrue();
    assertThat(lockedOnServer()).containsExactly("a|", "b|");

    Lab.execute(client, "BEGIN");

    assertThat(belongings().lockedTables().isNone()).isTrue();
    assertThat(lockedOnServer()).isEmpty();
  }

  @Test
  void lockingTablesWithoutAutocommitEndsWhatWasOpen() throws Exception {
    client.setAutoCommit(false);
    Lab.execute(client, "SELECT * FROM b", "LOCK TABLES a WRITE");
    assertThat(session().mayTouch(B)).isFalse();
    assertThat(session().mayTouch(A)).isTrue();
    assertThat(lockedOnServer()).containsExactly("a|");

    Lab.execute(client, "UNLOCK TABLES");

    assertThat(session().mayTouch(A)).isFalse();
    assertThat(lockedOnServer()).isEmpty();
  }

  @Test
  void tablesThatAreFlushedWithALockAreLocked() throws Exception {
    Lab.execute(client, "FLUSH TABLES a WITH READ LOCK");
    assertThat(session().mayTouch(A)).isTrue();
    assertThat(session().mayTouch(B)).isFalse();
    assertThat(lockedOnServer()).containsExactly("a|");

    Lab.execute(client, "UNLOCK TABLES");

    assertThat(session().mayTouch(A)).isFalse();
  }

  @Test
  void theLockOnEverythingSurvivesABegin() throws Exception {
    Lab.execute(client, "FLUSH TABLES WITH READ LOCK", "BEGIN");
    assertThat(session().mayTouch(A)).isTrue();
    assertThat(globalLocksOnServer()).isEqualTo("1");

    Lab.execute(client, "UNLOCK TABLES");

    assertThat(session().mayTouch(A)).isFalse();
    assertThat(globalLocksOnServer()).isEqualTo("0");
  }

  @Test
  void aHandlerKeepsItsTableThroughTransactionsAndTableLocks() throws Exception {
    Lab.execute(client, "HANDLER a OPEN AS h", "BEGIN", "HANDLER h READ FIRST", "COMMIT");
    assertThat(belongings().openHandlers().touches(A)).isTrue();
    assertThat(lockedOnServer()).containsExactly("a|");
    Lab.execute(client, "LOCK TABLES b READ", "UNLOCK TABLES");
    assertThat(session().mayTouch(A)).isTrue();
    assertThat(lockedOnServer()).containsExactly("a|");

    Lab.execute(client, "HANDLER h CLOSE");

    assertThat(session().mayTouch(A)).isFalse();
    assertThat(lockedOnServer()).isEmpty();
  }

  @Test
  void aTemporaryTableIsNotTheTableOfItsName() throws Exception {
    Lab.execute(client, "CREATE TEMPORARY TABLE a (id INT)", "BEGIN", "INSERT INTO a VALUES (1)");
    assertThat(belongings().temporaryTables()).containsExactly(A);
    assertThat(session().mayTouch(A)).isFalse();
    assertThat(lockedOnServer()).isEmpty();

    Lab.execute(client, "DROP TEMPORARY TABLE a", "SELECT * FROM a");

    assertThat(belongings().temporaryTables()).isEmpty();
    assertThat(transaction().touched().touches(A)).isTrue();
    assertThat(lockedOnServer()).containsExactly("a|");
  }

  @Test
  void aStatementByNameTouchesTheTablesOfItsText() throws Exception {
    Lab.execute(client, "PREPARE s FROM 'UPDATE a SET v = v + ? WHERE id = 1'", "SET @v = 1");
    assertThat(belongings().preparedStatements()).isOne();
    assertThat(belongings().prepared().writes(A)).isTrue();
    Lab.execute(client, "BEGIN", "EXECUTE s USING @v");
    assertThat(transaction().touched().writes(A)).isTrue();
    assertThat(transaction().touched().isUnknown()).isFalse();
    assertThat(lockedOnServer()).containsExactly("a|");

    Lab.execute(client, "ROLLBACK", "DEALLOCATE PREPARE s");

    assertThat(belongings()).isEqualTo(SessionBelongings.NONE);
  }

  @Test
  void userLocksSurviveTransactions() throws Exception {
    Lab.execute(client, "SELECT GET_LOCK('belongings', 0)", "BEGIN", "COMMIT");
    assertThat(belongings().userLocks()).isOne();

    Lab.execute(client, "SELECT RELEASE_LOCK('belongings')");

    assertThat(belongings().userLocks()).isZero();
  }

  /** Its rows are a copy: the table is rebuilt at once, and the rest of them still come. */
  @Test
  void anOpenCursorKeepsNobodyWaiting() throws Exception {
    try (Connection cursors = newClient("useServerPrepStmts=true&useCursorFetch=true");
        PreparedStatement select = cursors.prepareStatement("SELECT id FROM a ORDER BY id")) {
      select.setFetchSize(1);
      try (ResultSet rows = select.executeQuery();
          Connection other = Lab.direct()) {
        assertThat(rows.next()).isTrue();
        SessionSnapshot session = proxy.session(idOf(cursors));
        assertThat(session.belongings().openCursors()).isOne();
        assertThat(session.mayTouch(A)).isFalse();

        Lab.execute(other, "SET lock_wait_timeout = 2", "ALTER TABLE a ENGINE = InnoDB");

        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isFalse();
      }
    }
  }

  @Test
  void resettingTheConnectionGivesUpEverything() throws Exception {
    Lab.execute(
        client,
        "SELECT GET_LOCK('belongings', 0)",
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "PREPARE s FROM 'SELECT * FROM a'",
        "CREATE TEMPORARY TABLE b (id INT)",
        "HANDLER a OPEN");
    assertThat(belongings().isolation()).isEqualTo(IsolationLevel.READ_COMMITTED);

    client.unwrap(JdbcConnection.class).resetServerState();
    long resetId = idOf(client);

    assertThat(proxy.session(resetId).belongings()).isEqualTo(SessionBelongings.NONE);
  }

  @Test
  void underReadCommittedNoReadViewOutlivesAStatement() throws Exception {
    Lab.execute(client, "BEGIN", "SELECT * FROM a");
    assertThat(transaction().readViewSinceNanos()).isNotNull();

    Lab.execute(
        client,
        "COMMIT",
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "BEGIN",
        "SELECT * FROM a");

    assertThat(transaction().readViewSinceNanos()).isNull();
    assertThat(transaction().touched().touches(A)).isTrue();
  }

  @Test
  void aTransactionThatAProcedureRenewsIsAnotherOne() throws Exception {
    Lab.execute(client, "BEGIN", "UPDATE a SET v = v + 1 WHERE id = 1");
    long before = transaction().number();

    Lab.execute(client, "CALL renews()");

    assertThat(transaction().number()).isEqualTo(before + 1);
    assertThat(transaction().state()).isEqualTo(TransactionState.ACTIVE);
    assertThat(lockedOnServer()).containsExactly("b|");
  }

  @Test
  void aDeadlockRollsEverythingBack() throws Exception {
    try (Connection other = Lab.direct()) {
      Lab.execute(client, "BEGIN", "SELECT * FROM b");
      Thread renames = new Thread(() -> renameAndBack(other));
      renames.start();
      Lab.await("the rename's lock on a", () -> pendingOnServer().contains("b|"));

      assertThatThrownBy(() -> Lab.execute(client, "SELECT * FROM a"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1213));

      assertThat(transaction().state()).isEqualTo(TransactionState.NONE);
      assertThat(lockedOnServer()).isEmpty();
      renames.join();
    }
  }

  private static void renameAndBack(Connection other) {
    try {
      Lab.execute(other, "RENAME TABLE a TO a2, b TO b2", "RENAME TABLE a2 TO a, b2 TO b");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private SessionSnapshot session() throws Exception {
    return proxy.session(threadId);
  }

  private SessionBelongings belongings() throws Exception {
    return session().belongings();
  }

  private TransactionSnapshot transaction() throws Exception {
    return session().transaction();
  }

  private static Connection newClient(String options) throws Exception {
    Connection connection =
        TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, options);
    connection.setCatalog(Lab.SCHEMA);
    return connection;
  }

  private static long idOf(Connection connection) throws SQLException {
    return connection.unwrap(JdbcConnection.class).getId();
  }

  /** Tables of the schema that the server holds metadata locks on for the session. */
  private List<String> lockedOnServer() throws Exception {
    try (Connection server = Lab.server().connect()) {
      return Lab.rows(
          server,
          "SELECT DISTINCT m.OBJECT_NAME FROM performance_schema.metadata_locks m"
              + " JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID"
              + " WHERE m.OBJECT_TYPE = 'TABLE' AND m.OBJECT_SCHEMA = 'lab'"
              + " AND t.PROCESSLIST_ID = "
              + threadId
              + " ORDER BY 1");
    }
  }

  private static List<String> pendingOnServer() throws Exception {
    try (Connection server = Lab.server().connect()) {
      return Lab.rows(
          server,
          "SELECT OBJECT_NAME FROM performance_schema.metadata_locks"
              + " WHERE OBJECT_SCHEMA = 'lab' AND LOCK_STATUS = 'PENDING'");
    }
  }

  private String globalLocksOnServer() throws Exception {
    try (Connection server = Lab.server().connect()) {
      return Lab.ask(
          server,
          "SELECT COUNT(*) FROM performance_schema.metadata_locks m"
              + " JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID"
              + " WHERE m.OBJECT_TYPE = 'GLOBAL' AND t.PROCESSLIST_ID = "
              + threadId);
    }
  }
}
