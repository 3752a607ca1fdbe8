package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Whether anybody is in the middle of a statement.
 *
 * <p>Of the lists of sessions this is the one that has all of them: those of performance_schema
 * lack whoever found no room there. It shows a session as sleeping only when all of its last
 * statement is done. Our account has the right to see them all, PROCESS; a check sees to it.
 */
final class SessionsAtWork {

  /**
   * Who executes nothing: sessions between statements, the event scheduler, and who reads the log.
   */
  private static final Set<String> IDLE =
      Set.of("Sleep", "Daemon", "Binlog Dump", "Binlog Dump GTID");

  private SessionsAtWork() {}

  static boolean areThere(Connection connection) throws SQLException {
    long ours = TargetDataSource.threadId(connection);
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery("SHOW PROCESSLIST")) {
      while (row.next()) {
        if (row.getLong("Id") != ours && !IDLE.contains(row.getString("Command"))) {
          return true;
        }
      }
      return false;
    }
  }
}
