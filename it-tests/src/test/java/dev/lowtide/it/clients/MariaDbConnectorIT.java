package dev.lowtide.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** MariaDB Connector/J before MySQL: it sends commands without waiting for replies. */
class MariaDbConnectorIT {

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
    return MariaDbDriver.crossed(
        "",
        "useServerPrepStmts=true&useBulkStmts=true",
        "useServerPrepStmts=true&disablePipeline=true",
        "useCompression=true&allowMultiQueries=true",
        "rewriteBatchedStatements=true&allowMultiQueries=true&cachePrepStmts=false");
  }

  @ParameterizedTest
  @MethodSource("options")
  void isToldTheSame(String options) throws Exception {
    bothWays.compare(
        new JdbcConversation(
            port -> connect(port, options + "&allowLocalInfile=true"),
            MariaDbDriver.extras(options)));
  }

  @Test
  void aStatementThatTakesTooLongIsCancelled() throws Exception {
    bothWays.compare(JdbcConversation.tooLong(port -> connect(port, "")));
  }

  @Test
  void aSessionIsReset() throws Exception {
    bothWays.compare(
        (port, transcript) -> {
          try (Connection connection = connect(port, "useResetConnection=true")) {
            org.mariadb.jdbc.Connection session =
                connection.unwrap(org.mariadb.jdbc.Connection.class);
            assertThat(session.getThreadId()).isEqualTo(Lab.threadId(connection));
            JdbcConversation.run(connection, "SET @mine = 1");
            session.reset();
            JdbcConversation.ask(connection, transcript, "SELECT CURRENT_USER(), @mine");
          }
        });
  }

  private static Connection connect(int port, String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:" + port + "/?allowPublicKeyRetrieval=true&" + options,
        Lab.USER,
        Lab.PASSWORD);
  }
}
