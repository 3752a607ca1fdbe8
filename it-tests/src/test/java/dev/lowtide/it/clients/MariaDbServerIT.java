package dev.lowtide.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.MariaDbServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.it.scenarios.MariaDbLab;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proxy before a MariaDB server, spoken to by MariaDB's own driver. */
class MariaDbServerIT {

  private static final int ROWS = 20_000;

  private static BothWays bothWays;

  @BeforeAll
  static void start() throws Exception {
    bothWays = BothWays.to(MariaDbLab.server());
  }

  @AfterAll
  static void stop() {
    bothWays.close();
  }

  static Stream<String> options() {
    return MariaDbDriver.crossed(
        "",
        "useServerPrepStmts=true&useBulkStmts=true",
        "useServerPrepStmts=true&disablePipeline=true&allowMultiQueries=true",
        "useCompression=true&allowMultiQueries=true");
  }

  @ParameterizedTest
  @MethodSource("options")
  void isToldTheSame(String options) throws Exception {
    bothWays.compare(
        new JdbcConversation(
            port -> connect(port, Lab.USER, Lab.PASSWORD, options + "&allowLocalInfile=true"),
            MariaDbDriver.extras(options)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslMode=disable", "sslMode=trust"})
  void aPasswordIsProvedByAnEllipticCurve(String options) throws Exception {
    bothWays.compare(
        (port, transcript) -> {
          String user = MariaDbLab.ED25519_USER;
          try (Connection connection = connect(port, user, Lab.PASSWORD, options)) {
            JdbcConversation.ask(connection, transcript, "SELECT CURRENT_USER()");
          }
          transcript.failure("wrong", () -> connect(port, user, "wrong", options).close());
        });
  }

  @Test
  void manyRowsInOneCommand() throws Exception {
    bothWays.compare(
        (port, transcript) -> {
          try (Connection connection =
                  connect(
                      port, Lab.USER, Lab.PASSWORD, "useServerPrepStmts=true&useBulkStmts=true");
              PreparedStatement insert =
                  connection.prepareStatement("INSERT INTO lab.bulk VALUES (?, ?)")) {
            JdbcConversation.run(
                connection, "CREATE OR REPLACE TABLE lab.bulk (id INT PRIMARY KEY, v TEXT)");
            for (int i = 0; i < ROWS; i++) {
              insert.setInt(1, i);
              insert.setString(2, "x".repeat(i % 100));
              insert.addBatch();
            }
            transcript.say("counts", (Object) insert.executeBatch());
            JdbcConversation.ask(connection, transcript, "SELECT COUNT(*), SUM(id) FROM lab.bulk");
            JdbcConversation.ask(connection, transcript, "SHOW SESSION STATUS LIKE 'Com_stmt_ex%'");
          }
        });
  }

  @Test
  void aTransactionIsSeenFromItsBeginningToItsEnd() throws Exception {
    try (Connection client = connect(bothWays.proxy().port(), Lab.USER, Lab.PASSWORD, "")) {
      JdbcConversation.run(client, "CREATE OR REPLACE TABLE lab.seen (id INT PRIMARY KEY)");
      long threadId = Lab.threadId(client);
      assertThat(state(threadId)).isEqualTo(TransactionState.NONE);

      client.setAutoCommit(false);
      assertThat(state(threadId)).isEqualTo(TransactionState.ARMED);
      JdbcConversation.run(client, "INSERT INTO lab.seen VALUES (1)");
      assertThat(state(threadId)).isEqualTo(TransactionState.ACTIVE);
      client.rollback();
      assertThat(state(threadId)).isEqualTo(TransactionState.ARMED);
      client.setAutoCommit(true);
      assertThat(state(threadId)).isEqualTo(TransactionState.NONE);
    }
  }

  private static TransactionState state(long threadId) throws Exception {
    SessionSnapshot session = bothWays.proxy().session(threadId);
    assertThat(session.phase()).isEqualTo(SessionPhase.READY);
    return session.transaction().state();
  }

  private static Connection connect(int port, String user, String password, String options)
      throws Exception {
    return MariaDbServer.connect(port, user, password, options);
  }
}
