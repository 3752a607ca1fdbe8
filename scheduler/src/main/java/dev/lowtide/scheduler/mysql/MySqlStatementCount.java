package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.StatementCount;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks for the server's Questions ("Server Status Variables"), and for those of our own sessions.
 * Any thread.
 */
public final class MySqlStatementCount implements StatementCount.Source {

  private static final String ALL =
      """
      SELECT VARIABLE_VALUE FROM performance_schema.global_status
      WHERE VARIABLE_NAME = 'Questions'""";

  /** Of each session that is open; the server looks only at those that are named. */
  private static final String OURS =
      """
      SELECT t.PROCESSLIST_ID, s.VARIABLE_VALUE
      FROM performance_schema.threads t
      JOIN performance_schema.status_by_thread s ON s.THREAD_ID = t.THREAD_ID
      WHERE s.VARIABLE_NAME = 'Questions' AND t.PROCESSLIST_ID IN\s""";

  private final Target target;

  public MySqlStatementCount(Target target) {
    this.target = target;
  }

  @Override
  public StatementCount count() {
    try {
      return target.ask(
          connection ->
              new StatementCount(Long.parseLong(Target.text(connection, ALL)), ours(connection)));
    } catch (TargetException | NumberFormatException e) {
      throw new ProbeFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private Map<Long, Long> ours(Connection connection) throws SQLException {
    Map<Long, Long> ours = new HashMap<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(OURS + target.ourThreads(List.of()))) {
      while (row.next()) {
        ours.put(row.getLong(1), row.getLong(2));
      }
    }
    return ours;
  }
}
