package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.load.Gauge;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What InnoDB has yet to clean up: undo logs to purge, and redo log to check-point. */
final class RedoAndUndo {

  private static final String HISTORY =
      """
      SELECT `COUNT`, STATUS FROM information_schema.INNODB_METRICS
      WHERE NAME = 'trx_rseg_history_len'""";

  /** Status variables that are always there, from MySQL 8.0.30 on. */
  private static final String REDO_STATUS =
      """
      SELECT MAX(IF(VARIABLE_NAME = 'Innodb_redo_log_current_lsn', VARIABLE_VALUE, NULL))
          - MAX(IF(VARIABLE_NAME = 'Innodb_redo_log_checkpoint_lsn', VARIABLE_VALUE, NULL)),
        MAX(IF(VARIABLE_NAME = 'Innodb_redo_log_capacity_resized', VARIABLE_VALUE, NULL)) + 0
      FROM performance_schema.global_status WHERE VARIABLE_NAME IN ('Innodb_redo_log_current_lsn',
        'Innodb_redo_log_checkpoint_lsn', 'Innodb_redo_log_capacity_resized')""";

  /** Before, there is a counter, which is off unless somebody has enabled it. */
  private static final String REDO_COUNTER =
      """
      SELECT `COUNT`, @@innodb_log_file_size * @@innodb_log_files_in_group
      FROM information_schema.INNODB_METRICS
      WHERE NAME = 'log_lsn_checkpoint_age' AND STATUS = 'enabled'""";

  private RedoAndUndo() {}

  static Gauge historyListLength(Connection connection) throws SQLException {
    return Gauges.ask(connection, RedoAndUndo::history);
  }

  static Gauge checkpointAgePercent(Connection connection) throws SQLException {
    return Gauges.ask(connection, RedoAndUndo::checkpointAge);
  }

  private static Gauge history(Connection connection) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(HISTORY)) {
      return row.next() && row.getString(2).equals("enabled")
          ? Gauge.of(row.getDouble(1))
          : Gauge.missing(
              "the server does not count it (expected: innodb_monitor_enable ="
                  + " trx_rseg_history_len)");
    }
  }

  private static Gauge checkpointAge(Connection connection) throws SQLException {
    Gauge status = share(connection, REDO_STATUS);
    if (!status.isMissing()) {
      return status;
    }
    return share(connection, REDO_COUNTER);
  }

  private static Gauge share(Connection connection, String sql) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      if (row.next()) {
        double age = row.getDouble(1);
        boolean isKnown = !row.wasNull();
        double capacity = row.getDouble(2);
        if (isKnown && !row.wasNull() && capacity > 0) {
          return Gauge.of(100 * Math.max(0, age) / capacity);
        }
      }
    }
    return Gauge.missing(
        "the server does not tell it (expected: MySQL 8.0.30 or newer, or innodb_monitor_enable ="
            + " log_lsn_checkpoint_age)");
  }
}
