package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.LogSettings;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks how the binary log is written, by the server and by each session. To see the variables of
 * other sessions takes SELECT on performance_schema; each session costs the server some ten
 * microseconds. Any thread.
 */
public final class MySqlLogSettings implements LogSettings.Source {

  private static final String GLOBAL =
      """
      SELECT @@GLOBAL.log_bin, @@GLOBAL.binlog_format, @@GLOBAL.binlog_row_image,
        @@GLOBAL.binlog_order_commits, @@GLOBAL.sync_binlog, UNIX_TIMESTAMP(NOW(6)),
        (SELECT VARIABLE_VALUE FROM performance_schema.global_status
          WHERE VARIABLE_NAME = 'Uptime')""";

  private static final String SESSIONS =
      """
      SELECT CONCAT('session ', t.PROCESSLIST_ID, ' (', COALESCE(t.PROCESSLIST_USER, ''), ') has ',
        v.VARIABLE_NAME, ' = ', v.VARIABLE_VALUE)
      FROM performance_schema.threads t
      JOIN performance_schema.variables_by_thread v ON v.THREAD_ID = t.THREAD_ID
      WHERE t.TYPE = 'FOREGROUND' AND t.PROCESSLIST_ID IS NOT NULL
        AND ((v.VARIABLE_NAME = 'sql_log_bin' AND v.VARIABLE_VALUE <> 'ON')
          OR (v.VARIABLE_NAME = 'binlog_format' AND v.VARIABLE_VALUE <> 'ROW')
          OR (v.VARIABLE_NAME = 'binlog_row_image' AND v.VARIABLE_VALUE <> 'FULL'))
        AND t.PROCESSLIST_ID NOT IN\s""";

  private final Target target;

  public MySqlLogSettings(Target target) {
    this.target = target;
  }

  @Override
  public LogSettings read() {
    return target.ask(
        connection -> {
          try (Statement statement = Target.statement(connection);
              ResultSet row = statement.executeQuery(GLOBAL)) {
            row.next();
            return new LogSettings(
                row.getBoolean(1),
                String.valueOf(row.getString(2)),
                String.valueOf(row.getString(3)),
                row.getBoolean(4),
                sessions(connection),
                server(row));
          }
        });
  }

  private static LogSettings.Server server(ResultSet row) throws SQLException {
    BigDecimal now = row.getBigDecimal(6);
    Instant askedAt = Instant.EPOCH.plusNanos(now.movePointRight(9).longValue());
    return new LogSettings.Server(
        Instant.ofEpochSecond(now.longValue() - row.getLong(7)), askedAt, row.getLong(5) == 1);
  }

  private List<String> sessions(Connection connection) throws SQLException {
    List<String> sessions = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(SESSIONS + target.ourThreads(List.of()))) {
      while (row.next()) {
        sessions.add(row.getString(1));
      }
    }
    return sessions;
  }
}
