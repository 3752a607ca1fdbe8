package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.LogFiles;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks for the files of the binary log, which takes REPLICATION CLIENT. Any thread. */
public final class MySqlLogFiles implements LogFiles.Source {

  /** There since MySQL 8.0.29; OFF keeps files until somebody removes them. */
  private static final String IS_NEVER_PURGED =
      "SHOW GLOBAL VARIABLES WHERE Variable_name = 'binlog_expire_logs_auto_purge' AND Value ="
          + " 'OFF'";

  private final Target target;

  public MySqlLogFiles(Target target) {
    this.target = target;
  }

  @Override
  public LogFiles read() {
    return target.ask(connection -> new LogFiles(files(connection), expiresAfter(connection)));
  }

  private static List<LogFiles.File> files(Connection connection) throws SQLException {
    List<LogFiles.File> files = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery("SHOW BINARY LOGS")) {
      while (row.next()) {
        files.add(new LogFiles.File(row.getString(1), row.getLong(2)));
      }
    }
    return files;
  }

  private static Duration expiresAfter(Connection connection) throws SQLException {
    if (!Target.text(connection, IS_NEVER_PURGED).isEmpty()) {
      return Duration.ZERO;
    }
    return Duration.ofSeconds(
        Long.parseLong(Target.text(connection, "SELECT @@GLOBAL.binlog_expire_logs_seconds")));
  }
}
