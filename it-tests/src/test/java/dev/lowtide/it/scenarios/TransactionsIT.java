package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the proxy says of transactions is what the server says of them. */
@ParameterizedClass(name = "\"{0}\"")
@ValueSource(strings = {"", "useCompression=true"})
class TransactionsIT {

  private static final TableName A = new TableName(Lab.SCHEMA, "a");
  private static final TableName B = new TableName(Lab.SCHEMA, "b");

  private static RunningProxy proxy;

  private final String options;
  private Connection client;
  private long threadId;

  TransactionsIT(String options) {
    this.options = options;
  }

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
          "INSERT INTO a VALUES (1, 1)",
          "INSERT INTO b VALUES (1, 1)",
          "DROP PROCEDURE IF EXISTS begins",
          "CREATE PROCEDURE begins() BEGIN START TRANSACTION; UPDATE a SET v = v + 1; END");
    }
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  @BeforeEach
  void connect() throws Exception {
    client = TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, options);
    client.setCatalog(Lab.SCHEMA);
    threadId = client.unwrap(JdbcConnection.class).getId();
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
  }

  @Test
  void fromBeginToCommit() throws Exception {
    assertThat(state()).isEqualTo(TransactionState.NONE);

    Lab.execute(client, "BEGIN");
    assertThat(state()).isEqualTo(TransactionState.EMPTY);
    assertThat(isOpenOnServer()).isFalse();

    Lab.execute(client, "SELECT * FROM a");
    assertThat(state()).isEqualTo(TransactionState.ACTIVE);
    assertThat(touched().touches(A)).isTrue();
    assertThat(touched().writes(A)).isFalse();
    assertThat(isOpenOnServer()).isTrue();

    Lab.execute(client, "UPDATE b SET v = 2");
    assertThat(touched().writes(B)).isTrue();

    Lab.execute(client, "COMMIT");
    assertThat(state()).isEqualTo(TransactionState.NONE);
    assertThat(touched()).isEqualTo(Footprint.NONE);
    assertThat(isOpenOnServer()).isFalse();
  }

  @Test
  void withoutAutocommit() throws Exception {
    client.setAutoCommit(false);
    assertThat(state()).isEqualTo(TransactionState.ARMED);

    Lab.execute(client, "SELECT * FROM a");
    assertThat(state()).isEqualTo(TransactionState.ACTIVE);
    assertThat(isOpenOnServer()).isTrue();

    client.rollback();
    assertThat(state()).isEqualTo(TransactionState.ARMED);
    assertThat(isOpenOnServer()).isFalse();
  }

  @Test
  void preparedStatementsCountByTheirTables() throws Exception {
    try (Connection prepared =
            TestServer.connect(
                "127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, "useServerPrepStmts=true");
        PreparedStatement update = prepared.prepareStatement("UPDATE lab.a SET v = ?")) {
      prepared.setAutoCommit(false);
      update.setInt(1, 5);
      update.executeUpdate();
      TransactionSnapshot transaction =
          proxy.session(prepared.unwrap(JdbcConnection.class).getId()).transaction();

      assertThat(transaction.touched().writes(A)).isTrue();
      assertThat(transaction.touched().touches(B)).isFalse();
      prepared.rollback();
    }
  }

  @Test
  void anErrorLeavesItUnknownUntilTheServersNextWord() throws Exception {
    Lab.execute(client, "BEGIN", "UPDATE a SET v = 3");

    assertThatThrownBy(() -> Lab.execute(client, "INSERT INTO b VALUES (1, 1)"))
        .isInstanceOf(SQLException.class);
    assertThat(state()).isEqualTo(TransactionState.UNKNOWN);

    Lab.execute(client, "DO 1");
    assertThat(state()).isEqualTo(TransactionState.ACTIVE);
    assertThat(touched().writes(A)).isTrue();

    Lab.execute(client, "ROLLBACK");
    assertThat(state()).isEqualTo(TransactionState.NONE);
  }

  @Test
  void aProcedureMayBeginATransaction() throws Exception {
    Lab.execute(client, "CALL begins()");

    assertThat(state()).isEqualTo(TransactionState.ACTIVE);
    assertThat(touched().writes(A)).isTrue();
    assertThat(isOpenOnServer()).isTrue();
    Lab.execute(client, "ROLLBACK");
  }

  @Test
  void definitionsCommitImplicitly() throws Exception {
    Lab.execute(client, "BEGIN", "UPDATE a SET v = 4");

    Lab.execute(client, "CREATE TABLE IF NOT EXISTS c (id INT)");

    assertThat(state()).isEqualTo(TransactionState.NONE);
    assertThat(isOpenOnServer()).isFalse();
  }

  @Test
  void aDisconnectRollsBackAtOnce() throws Exception {
    String before = valueOfA();
    Lab.execute(client, "BEGIN", "UPDATE a SET v = v + 1000");

    client.unwrap(JdbcConnection.class).abortInternal();

    Lab.await("the server's session's end", () -> !isOpenOnServer());
    assertThat(valueOfA()).isEqualTo(before);
  }

  private TransactionState state() throws Exception {
    return proxy.session(threadId).transaction().state();
  }

  private Footprint touched() throws Exception {
    return proxy.session(threadId).transaction().touched();
  }

  private boolean isOpenOnServer() throws Exception {
    try (Connection server = Lab.server().connect()) {
      List<String> open =
          Lab.rows(
              server,
              "SELECT e.STATE FROM performance_schema.events_transactions_current e"
                  + " JOIN performance_schema.threads t ON t.THREAD_ID = e.THREAD_ID"
                  + " JOIN performance_schema.metadata_locks m ON m.OWNER_THREAD_ID = t.THREAD_ID"
                  + " WHERE t.PROCESSLIST_ID = "
                  + threadId
                  + " AND e.STATE = 'ACTIVE'"
                  + " AND e.AUTOCOMMIT = 'NO' AND m.OBJECT_SCHEMA = 'lab'");
      return !open.isEmpty();
    }
  }

  private static String valueOfA() throws Exception {
    try (Connection server = Lab.direct()) {
      return Lab.ask(server, "SELECT v FROM a");
    }
  }
}
