package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Which tables LOCK TABLES locks together with one that has triggers, and those behind them. Nobody
 * knows better than the server: it locks the same when it explains a write, shared and for as long
 * as the transaction lasts, and tells what it has locked ("LOCK TABLES and Triggers" in MySQL's
 * manual). Nothing is read or written.
 */
final class TablesUsedByTriggers {

  private static final String LOCKED =
      """
      SELECT DISTINCT m.OBJECT_SCHEMA, m.OBJECT_NAME FROM performance_schema.metadata_locks m
      JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      WHERE t.PROCESSLIST_ID = CONNECTION_ID() AND m.OBJECT_TYPE = 'TABLE'
        AND m.LOCK_DURATION = 'TRANSACTION'
        AND m.OBJECT_SCHEMA NOT IN ('performance_schema', 'information_schema', 'mysql', 'sys')""";

  private TablesUsedByTriggers() {}

  /** In a session that is in no transaction, and does not commit by itself. */
  static List<TableName> of(Connection connection, CopyTable table) throws SQLException {
    String name = table.original().quoted();
    String column = table.key().get(0).quoted();
    try {
      explain(connection, "INSERT INTO " + name + " () VALUES ()");
      explain(connection, "UPDATE " + name + " SET " + column + " = " + column);
      explain(connection, "DELETE FROM " + name);
      List<TableName> locked = locked(connection);
      locked.remove(table.original());
      return locked;
    } finally {
      connection.rollback();
    }
  }

  private static void explain(Connection connection, String sql) throws SQLException {
    try (Statement statement = Target.statement(connection)) {
      statement.setEscapeProcessing(false);
      statement.execute("EXPLAIN " + sql);
    }
  }

  private static List<TableName> locked(Connection connection) throws SQLException {
    List<TableName> locked = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(LOCKED)) {
      while (row.next()) {
        locked.add(new TableName(row.getString(1), row.getString(2)));
      }
    }
    return locked;
  }
}
