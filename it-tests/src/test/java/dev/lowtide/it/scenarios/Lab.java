package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.harness.TestServers;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.operator.SessionView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** One server for all scenarios of a test run, and the small things they all do to it. */
public final class Lab {

  /** Every test makes what it needs in here. */
  public static final String SCHEMA = "lab";

  /** An application's account. */
  public static final String USER = "lab_app";

  public static final String PASSWORD = "app-password";

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static TestServer server;

  private Lab() {}

  public static synchronized TestServer server() throws Exception {
    if (server == null) {
      server = TestServers.start();
      try (Connection connection = server.connect()) {
        execute(
            connection,
            "DROP DATABASE IF EXISTS lab",
            "CREATE DATABASE lab",
            "DROP USER IF EXISTS " + USER,
            "CREATE USER " + USER + " IDENTIFIED BY '" + PASSWORD + "'",
            "GRANT ALL ON *.* TO " + USER);
      }
    }
    return server;
  }

  /** A session of the application's, straight to the server. */
  static Connection direct() throws Exception {
    return open(TestServer.connect(server().host(), server().port(), USER, PASSWORD, ""));
  }

  /** A session of the application's, through the proxy. */
  static Connection through(RunningLowtide lowtide) throws SQLException {
    return through(lowtide, "");
  }

  static Connection through(RunningLowtide lowtide, String options) throws SQLException {
    return open(lowtide.connect(USER, PASSWORD, options));
  }

  public static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the first row. */
  public static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** All rows, their columns joined, to compare tables by. */
  public static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          text.append(row.getString(i)).append('|');
        }
        rows.add(text.toString());
      }
    }
    return rows;
  }

  /** The server's id of a session, as it says itself. */
  public static long threadId(Connection connection) throws SQLException {
    return Long.parseLong(String.valueOf(ask(connection, "SELECT CONNECTION_ID()")));
  }

  /** A session as the proxy sees it. */
  static SessionView view(RunningLowtide lowtide, long threadId) {
    return lowtide.app().operator().sessions().stream()
        .filter(session -> session.serverThreadId() == threadId)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no session " + threadId + " passes the proxy"));
  }

  public static RunView awaitEnd(RunningLowtide lowtide, RunId run) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> lowtide.app().operator().run(run), view -> view.run().state().isFinal());
  }

  static RunView awaitState(RunningLowtide lowtide, RunId run, RunState state) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> lowtide.app().operator().run(run), view -> view.run().state() == state);
  }

  public static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  private static Connection open(Connection connection) throws SQLException {
    connection.setCatalog(SCHEMA);
    return connection;
  }
}
