package dev.lowtide.it.space;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** A server and a Lowtide with all rights, and the small things that tests do to both. */
final class SpaceLab {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private SpaceLab() {}

  /** One whose account may do all that any kind of space needs. */
  static RunningLowtide lowtide(TestServer server, String... settings) throws Exception {
    RunningLowtide.createTargetUser(server);
    try (Connection root = server.connect()) {
      execute(
          root, "GRANT CREATE TABLESPACE, BINLOG_ADMIN ON *.* TO " + RunningLowtide.TARGET_USER);
    }
    List<String> all = new ArrayList<>(List.of("shrink: { retryAfter: 1s }"));
    all.addAll(List.of(settings));
    return RunningLowtide.start(server, all.toArray(String[]::new));
  }

  static RunId approved(RunningLowtide lowtide, String subject) {
    Operator operator = lowtide.app().operator();
    RunId run = operator.request(Subject.parse(subject), Optional.empty(), "ann").id();
    operator.approve(run, "bob");
    return run;
  }

  static RunView shrink(RunningLowtide lowtide, String subject) {
    return awaitEnd(lowtide, approved(lowtide, subject));
  }

  static RunView awaitEnd(RunningLowtide lowtide, RunId run) {
    return Awaitility.await("run " + run)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> lowtide.app().operator().run(run), view -> view.run().state().isFinal());
  }

  static RunView awaitState(RunningLowtide lowtide, RunId run, RunState state) {
    return Awaitility.await("run " + run)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> lowtide.app().operator().run(run), view -> view.run().state() == state);
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** All rows, their columns joined. */
  static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(row.getString(i)));
        }
        rows.add(String.join("|", cells));
      }
    }
    return rows;
  }

  static String ask(Connection connection, String sql) throws SQLException {
    return rows(connection, sql).get(0);
  }

  static long fileSize(Connection connection, String space) throws SQLException {
    return Long.parseLong(
        ask(
            connection,
            "SELECT COALESCE(SUM(FILE_SIZE), 0) FROM information_schema.INNODB_TABLESPACES WHERE"
                + " NAME = '"
                + space
                + "'"));
  }
}
