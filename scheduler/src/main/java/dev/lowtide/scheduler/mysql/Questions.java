package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;

/** Questions to a server that must not work on one of them for long. */
final class Questions {

  /** ER_QUERY_TIMEOUT: it has worked on it for as long as it may. */
  private static final int QUERY_TIMEOUT = 3024;

  private Questions() {}

  /** SELECT, and the limit that the server keeps by itself, whatever becomes of us. */
  static String select(Duration max) {
    return "SELECT /*+ MAX_EXECUTION_TIME(" + Math.max(1, max.toMillis()) + ") */ ";
  }

  /**
   * Keys are texts of people's: nothing in them is an escape of JDBC's. A thread that is
   * interrupted asks nothing more.
   */
  static Statement statement(Connection connection) throws SQLException {
    if (Thread.currentThread().isInterrupted()) {
      throw new SQLException("interrupted");
    }
    Statement statement = Target.statement(connection);
    statement.setEscapeProcessing(false);
    return statement;
  }

  static boolean isTimeout(SQLException e) {
    return e instanceof SQLTimeoutException || e.getErrorCode() == QUERY_TIMEOUT;
  }
}
