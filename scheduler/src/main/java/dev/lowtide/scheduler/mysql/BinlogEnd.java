package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.BinlogPosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Where a server's binary log ends. */
final class BinlogEnd {

  private static final int SYNTAX_ERROR = 1064;

  private BinlogEnd() {}

  /** The statement was renamed in 8.2, and its old name is gone in 8.4. */
  static BinlogPosition ask(Connection connection) throws SQLException {
    try {
      return ask(connection, "SHOW BINARY LOG STATUS");
    } catch (SQLException e) {
      if (e.getErrorCode() != SYNTAX_ERROR) {
        throw e;
      }
      return ask(connection, "SHOW MASTER STATUS");
    }
  }

  private static BinlogPosition ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      if (!row.next()) {
        throw new TargetException("the server writes no binary log (expected: log_bin is ON)");
      }
      return new BinlogPosition(row.getString(1), row.getLong(2));
    }
  }
}
