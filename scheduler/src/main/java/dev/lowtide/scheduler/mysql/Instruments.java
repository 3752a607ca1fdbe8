package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.SQLException;

/** Whether performance_schema has been told to look at what we ask it about. */
final class Instruments {

  /** Rows are found by their keys, so asking each time costs next to nothing. */
  private static final String LOCKS =
      """
      SELECT (SELECT COUNT(*) FROM performance_schema.setup_instruments
          WHERE NAME = 'wait/lock/metadata/sql/mdl' AND ENABLED = 'YES')
        + (SELECT COUNT(*) FROM performance_schema.setup_consumers
          WHERE NAME = 'global_instrumentation' AND ENABLED = 'YES') = 2""";

  private static final String TRANSACTIONS =
      """
      SELECT (SELECT COUNT(*) FROM performance_schema.setup_instruments
          WHERE NAME = 'transaction' AND ENABLED = 'YES')
        + (SELECT COUNT(*) FROM performance_schema.setup_consumers
          WHERE NAME IN ('events_transactions_current', 'global_instrumentation',
            'thread_instrumentation') AND ENABLED = 'YES') = 4""";

  private Instruments() {}

  /** Why metadata locks cannot be seen; empty if they can. */
  static String missingForLocks(Connection connection) throws SQLException {
    return isOn(connection, LOCKS)
        ? ""
        : "metadata locks cannot be seen (expected: performance_schema = ON and its instrument"
            + " wait/lock/metadata/sql/mdl enabled)";
  }

  /** Why transactions cannot be seen; empty if they can. */
  static String missingForTransactions(Connection connection) throws SQLException {
    return isOn(connection, TRANSACTIONS)
        ? ""
        : "transactions cannot be seen (expected: the instrument transaction and the consumer"
            + " events_transactions_current enabled in performance_schema)";
  }

  private static boolean isOn(Connection connection, String question) throws SQLException {
    return Target.text(connection, question).equals("1");
  }
}
