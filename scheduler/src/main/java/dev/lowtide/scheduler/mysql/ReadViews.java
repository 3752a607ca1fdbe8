package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.load.ReadView;
import dev.lowtide.scheduler.load.Sight;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Transactions of others that may look at the past. */
final class ReadViews {

  /**
   * Which of them has looked at something yet the server does not say, so all count. A timer counts
   * picoseconds; that of a transaction which is open tells its age.
   */
  private static final String OPEN =
      """
      SELECT t.PROCESSLIST_ID, COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), ''),
        COALESCE(e.TIMER_WAIT, 0) DIV 1000000000
      FROM performance_schema.events_transactions_current e
      JOIN performance_schema.threads t ON t.THREAD_ID + 0 = e.THREAD_ID + 0
      WHERE e.STATE = 'ACTIVE' AND e.AUTOCOMMIT = 'NO' AND NOT (e.XA_STATE <=> 'PREPARED')
        AND e.ISOLATION_LEVEL IN ('REPEATABLE READ', 'SERIALIZABLE')
        AND t.PROCESSLIST_ID NOT IN\s""";

  private ReadViews() {}

  static Sight<ReadView> open(Connection connection, String ours) throws SQLException {
    String missing = Instruments.missingForTransactions(connection);
    if (!missing.isEmpty()) {
      return Sight.missing(missing);
    }
    List<ReadView> views = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(OPEN + ours)) {
      while (row.next()) {
        views.add(
            new ReadView(row.getLong(1), row.getString(2), Duration.ofMillis(row.getLong(3))));
      }
    }
    return Sight.of(views);
  }
}
