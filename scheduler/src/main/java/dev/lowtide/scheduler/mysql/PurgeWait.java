package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.execute.Pace;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Waits until purge has done with everything that was ever written to a shadow.
 *
 * <p>Some versions (8.0.27 to 8.0.40, 8.4.0 to 8.4.3, and more in part) skip rows while they build
 * an index if purge takes away the row at which the scan has paused (bugs #113812, #115608,
 * #117436). Where nobody writes any more and purge is past the last write, it has nothing to take.
 *
 * <p>Transactions that change something are numbered when they end, and purged in that order. So:
 * see the counter, then change a row of our own, which is numbered no lower; when purge is beyond
 * that counter, it has begun with all that came before. What it has begun may not be done: it works
 * in batches. A batch takes only what was there when it began, and the next one begins when all of
 * it is done. So the same once more, with a row changed after the first was passed.
 */
final class PurgeWait {

  /** Purge is woken by whoever gives it work; where it has little of it, it is done by then. */
  private static final Duration FIRST_LOOK = Duration.ofMillis(5);

  /** A look costs the server a millisecond or two; this is often enough not to be what is slow. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /**
   * The copy's own row: it is there for as long as the copy is, and nobody minds the time in it.
   */
  private static final String CHANGE_SOMETHING =
      "UPDATE "
          + RegistryRow.TABLE.quoted()
          + " SET changed_at = UTC_TIMESTAMP(6)"
          + " WHERE table_schema = ? AND table_name = ? AND phase <> 'KEPT'";

  /** Whoever began first; of those who only read, InnoDB's own list of them says nothing. */
  private static final String OLDEST =
      """
      SELECT CONCAT('session ', t.trx_mysql_thread_id, COALESCE(CONCAT(' (', p.PROCESSLIST_USER,
        '@', p.PROCESSLIST_HOST, ')'), ''), ', whose transaction is open for ',
        TIMESTAMPDIFF(SECOND, t.trx_started, NOW()), ' s')
      FROM information_schema.INNODB_TRX t
      LEFT JOIN performance_schema.threads p ON p.PROCESSLIST_ID = t.trx_mysql_thread_id
      WHERE t.trx_mysql_thread_id <> CONNECTION_ID()
      ORDER BY t.trx_started LIMIT 1\
      """;

  private final Pace pace;
  private final Duration waitMax;
  private final Stop stop;

  /** Looked at whenever nothing else is done. */
  @FunctionalInterface
  interface Stop {
    void throwIfAsked() throws CopyStoppedException;
  }

  PurgeWait(Pace pace, Duration waitMax, Stop stop) {
    this.pace = pace;
    this.waitMax = waitMax;
    this.stop = stop;
  }

  /** Returns when it has; whoever else writes to the shadow meanwhile makes it meaningless. */
  void await(Connection connection, TableName original)
      throws SQLException, InterruptedException, CopyStoppedException {
    long deadline = pace.nanos() + waitMax.toNanos();
    awaitBeginning(connection, original, deadline);
    awaitBeginning(connection, original, deadline);
  }

  private void awaitBeginning(Connection connection, TableName original, long deadline)
      throws SQLException, InterruptedException, CopyStoppedException {
    long number = InnoDbStatus.of(connection).nextNumber();
    changeSomething(connection, original);
    Duration rest = FIRST_LOOK;
    while (InnoDbStatus.of(connection).purgedBefore() <= number) {
      stop.throwIfAsked();
      if (pace.nanos() - deadline > 0) {
        throw keptBack(connection);
      }
      pace.pause(rest);
      Duration longer = rest.multipliedBy(2);
      rest = longer.compareTo(LOOK_EVERY) < 0 ? longer : LOOK_EVERY;
    }
  }

  private static void changeSomething(Connection connection, TableName original)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CHANGE_SOMETHING)) {
      statement.setString(1, original.schema());
      statement.setString(2, original.table());
      if (statement.executeUpdate() == 0) {
        throw new IllegalStateException(
            "no copy of " + original + " is registered (expected: one, before its indexes)");
      }
    }
  }

  private CopyStoppedException keptBack(Connection connection) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(OLDEST)) {
      String who = row.next() ? row.getString(1) : "nobody that is shown; it is behind by itself";
      return new CopyStoppedException(
          Fate.RESUMABLE,
          AbortReason.TABLE_IN_USE,
          "purge has not come to the copy's last rows within "
              + waitMax
              + " (expected: that it does, before an index is built); it is kept back by "
              + who);
    }
  }
}
