package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * XA transactions that are prepared and have locked tables.
 *
 * <p>XA RECOVER would list them, for accounts with XA_RECOVER_ADMIN. Without that right they show
 * in their metadata locks, which stay: their owner is a thread that is gone, or one whose
 * transaction is prepared. The state alone does not do: a session goes on saying PREPARED when
 * another one has committed for it. InnoDB's own list lacks those that have only read.
 */
final class PreparedXa {

  private static final String COUNT =
      """
      SELECT COUNT(DISTINCT m.OWNER_THREAD_ID) FROM performance_schema.metadata_locks m
      LEFT JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      LEFT JOIN performance_schema.events_transactions_current e
        ON e.THREAD_ID = m.OWNER_THREAD_ID AND e.XA_STATE = 'PREPARED'
      WHERE m.OBJECT_TYPE = 'TABLE' AND m.LOCK_DURATION = 'TRANSACTION'
        AND m.LOCK_STATUS = 'GRANTED' AND (t.THREAD_ID IS NULL OR e.THREAD_ID IS NOT NULL)""";

  /**
   * The same by hash. Threads are read before locks then, so a session that comes in between is
   * counted for one that is gone; there are none nearly always, and then there are none.
   */
  private static final String QUICK = COUNT.replace("THREAD_ID = ", "THREAD_ID + 0 = ");

  private PreparedXa() {}

  static int count(Connection connection) throws SQLException {
    return count(connection, QUICK) == 0 ? 0 : count(connection, COUNT);
  }

  private static int count(Connection connection, String sql) throws SQLException {
    return Integer.parseInt(Target.text(connection, sql));
  }
}
