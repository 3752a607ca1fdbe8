package dev.lowtide.it.scenarios;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.lowtide.it.harness.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that takes one command after the other, and may be waiting for a lock meanwhile. */
final class LedgerClient implements AutoCloseable {

  /** Commands of the protocol that no text stands for. */
  static final String RESET = "(COM_RESET_CONNECTION)";

  static final String CHANGE_USER = "(COM_CHANGE_USER)";
  static final String HANG_UP = "(hang up)";

  /** What became of a command that is not over yet. */
  static final String GOES_ON = "…";

  /** Before a text: as a statement that the server prepares. */
  static final String PREPARED = "(prepared) ";

  private final int port;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private Connection connection;
  private Future<String> command;

  LedgerClient(int port) throws SQLException {
    this.port = port;
    connect();
  }

  /** Takes the command; what became of it once it has ended, or that it goes on. */
  String run(String text, long patienceMillis) throws Exception {
    command = thread.submit(() -> execute(text));
    return outcome(patienceMillis);
  }

  boolean isBusy() throws Exception {
    return outcome(0).equals(GOES_ON);
  }

  long threadId() throws SQLException {
    return connection.unwrap(JdbcConnection.class).getId();
  }

  @Override
  public void close() throws Exception {
    connection.unwrap(JdbcConnection.class).abortInternal();
    thread.shutdownNow();
    if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("a client goes on without end");
    }
  }

  private String outcome(long patienceMillis) throws Exception {
    if (command == null) {
      return "";
    }
    try {
      return command.get(patienceMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return GOES_ON;
    }
  }

  private String execute(String text) throws SQLException {
    try {
      switch (text) {
        case RESET -> connection.unwrap(JdbcConnection.class).resetServerState();
        case CHANGE_USER -> {
          connection.unwrap(JdbcConnection.class).changeUser(Lab.USER, Lab.PASSWORD);
          setUp();
        }
        case HANG_UP -> reconnect();
        default -> executeText(text);
      }
      return "OK";
    } catch (SQLException e) {
      if (connection.isClosed()) {
        connect();
      }
      return e.getErrorCode() + " " + e.getMessage().lines().findFirst().orElse("");
    }
  }

  private void executeText(String text) throws SQLException {
    if (text.startsWith(PREPARED)) {
      String sql = text.substring(PREPARED.length());
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.execute();
      }
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
    if (text.toUpperCase(Locale.ROOT).contains("RELEASE;")) {
      reconnect();
    }
  }

  private void reconnect() throws SQLException {
    connection.unwrap(JdbcConnection.class).abortInternal();
    connect();
  }

  private void connect() throws SQLException {
    connection =
        TestServer.connect(
            "127.0.0.1",
            port,
            Lab.USER,
            Lab.PASSWORD,
            "allowMultiQueries=true&useServerPrepStmts=true&cachePrepStmts=true"
                + "&useLocalSessionState=false");
    setUp();
  }

  private void setUp() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET innodb_lock_wait_timeout = 1, lock_wait_timeout = 1");
      statement.execute("USE " + LedgerLab.SCHEMA);
    }
  }
}
