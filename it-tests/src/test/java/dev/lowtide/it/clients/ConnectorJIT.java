package dev.lowtide.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.lowtide.it.clients.JdbcConversation.Extra;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MySQL Connector/J, with the options that change what it sends. */
class ConnectorJIT {

  private static BothWays bothWays;

  @BeforeAll
  static void start() throws Exception {
    bothWays = BothWays.to(Lab.server());
    try (Connection server = Lab.server().connect()) {
      Lab.execute(server, "SET GLOBAL local_infile = 1");
    }
  }

  @AfterAll
  static void stop() {
    bothWays.close();
  }

  static Stream<String> options() {
    return JdbcConversation.crossed(
        List.of("sslMode=DISABLED", "sslMode=REQUIRED"),
        "",
        "useServerPrepStmts=true&cachePrepStmts=true",
        "rewriteBatchedStatements=true",
        "useCursorFetch=true&defaultFetchSize=7",
        "allowMultiQueries=true&rewriteBatchedStatements=true&useServerPrepStmts=true",
        "useCompression=true&allowMultiQueries=true");
  }

  @ParameterizedTest
  @MethodSource("options")
  void isToldTheSame(String options) throws Exception {
    bothWays.compare(
        new JdbcConversation(
            port -> connect(port, options + "&allowLoadLocalInfile=true"), Extra.of(options)));
  }

  /** The driver ends the statement by a session of its own. */
  @Test
  void aStatementThatTakesTooLongIsKilled() throws Exception {
    bothWays.compare(JdbcConversation.tooLong(port -> connect(port, "")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslMode=DISABLED", "sslMode=REQUIRED"})
  void aSessionIsGivenToSomebodyElseAndReset(String options) throws Exception {
    bothWays.compare(
        (port, transcript) -> {
          try (Connection connection = connect(port, options)) {
            JdbcConnection session = connection.unwrap(JdbcConnection.class);
            assertThat(session.getId()).isEqualTo(Lab.threadId(connection));
            JdbcConversation.run(connection, "SET @mine = 1");
            session.changeUser(Lab.server().user(), Lab.server().password());
            JdbcConversation.ask(connection, transcript, "SELECT CURRENT_USER(), @mine");
            JdbcConversation.run(connection, "SET @mine = 2");
            session.resetServerState();
            JdbcConversation.ask(connection, transcript, "SELECT CURRENT_USER(), @mine");
          }
        });
  }

  private static Connection connect(int port, String options) throws SQLException {
    return TestServer.connect("127.0.0.1", port, Lab.USER, Lab.PASSWORD, options);
  }
}
