package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/**
 * Looks whether partitions have no rows: statistics may say so of one whose rows were not there
 * when they were made. One that cannot be read in a moment, because its table is locked or damaged,
 * is not called empty. Confined to one thread.
 */
final class EmptyPartitions {

  /** It ends a wait for a lock as well as a reading of rows that are deleted and not purged yet. */
  private static final String LOOK = "SELECT /*+ MAX_EXECUTION_TIME(200) */ 1 FROM ";

  /** Of tables; 200 ms each, in which whoever asked for the list waits. */
  private static final int FAILURES_MAX = 10;

  private final Connection connection;
  private final Set<TableName> unreadable = new HashSet<>();

  EmptyPartitions(Connection connection) {
    this.connection = connection;
  }

  /**
   * Whether it was seen to be empty.
   *
   * @param name of the partition, or PARTITION/PART of a part of it
   * @throws SQLException if it is the connection that failed
   */
  boolean isSeenToBeEmpty(TableName table, String name) throws SQLException {
    if (unreadable.contains(table) || unreadable.size() >= FAILURES_MAX) {
      return false;
    }
    String from = OriginalRows.of(table, name.substring(name.indexOf('/') + 1));
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(LOOK + from + " LIMIT 1")) {
      return !row.next();
    } catch (SQLException e) {
      if (!connection.isValid(1)) {
        throw e;
      }
      unreadable.add(table);
      return false;
    }
  }
}
