package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.load.Gauge;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How far a replica is behind its sources ("Performance Schema Replication Tables" in MySQL's
 * manual); the channel that is furthest behind counts.
 *
 * <p>Whether all has been applied shows in the state of the thread that reads the relay log: the
 * times of the last transactions are forgotten when the applier is restarted.
 */
final class ReplicaLag {

  /** A member's channel for recovery is at rest except when it recovers. */
  private static final String CHANNELS =
      """
      SELECT c.CHANNEL_NAME, c.SERVICE_STATE, a.SERVICE_STATE,
        EXISTS (SELECT 1 FROM performance_schema.threads t
            WHERE t.PROCESSLIST_STATE LIKE '%has read all relay log%' AND (
              t.THREAD_ID IN (SELECT o.THREAD_ID
                FROM performance_schema.replication_applier_status_by_coordinator o
                WHERE o.CHANNEL_NAME = c.CHANNEL_NAME)
              OR t.THREAD_ID IN (SELECT w.THREAD_ID
                FROM performance_schema.replication_applier_status_by_worker w
                WHERE w.CHANNEL_NAME = c.CHANNEL_NAME)))
          AND NOT EXISTS (SELECT 1 FROM performance_schema.replication_applier_status_by_worker w
            WHERE w.CHANNEL_NAME = c.CHANNEL_NAME AND w.APPLYING_TRANSACTION <> ''),
        GREATEST(
          COALESCE((SELECT MAX(TIMESTAMPDIFF(MICROSECOND,
                w.APPLYING_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP, NOW(6)))
              FROM performance_schema.replication_applier_status_by_worker w
              WHERE w.CHANNEL_NAME = c.CHANNEL_NAME AND w.APPLYING_TRANSACTION <> ''), 0),
          COALESCE((SELECT MAX(TIMESTAMPDIFF(MICROSECOND,
                o.PROCESSING_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP, NOW(6)))
              FROM performance_schema.replication_applier_status_by_coordinator o
              WHERE o.CHANNEL_NAME = c.CHANNEL_NAME AND o.PROCESSING_TRANSACTION <> ''), 0),
          COALESCE(TIMESTAMPDIFF(MICROSECOND,
              c.LAST_QUEUED_TRANSACTION_ORIGINAL_COMMIT_TIMESTAMP, NOW(6)), 0),
          COALESCE((f.DESIRED_DELAY - a.REMAINING_DELAY) * 1000000, 0)) / 1000000
      FROM performance_schema.replication_connection_status c
      JOIN performance_schema.replication_applier_status a ON a.CHANNEL_NAME = c.CHANNEL_NAME
      JOIN performance_schema.replication_applier_configuration f
        ON f.CHANNEL_NAME = c.CHANNEL_NAME
      WHERE c.CHANNEL_NAME <> 'group_replication_recovery'""";

  private ReplicaLag() {}

  static Gauge seconds(Connection connection) throws SQLException {
    return Gauges.ask(connection, ReplicaLag::furthest);
  }

  private static Gauge furthest(Connection connection) throws SQLException {
    double furthest = 0;
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(CHANNELS)) {
      while (row.next()) {
        String stopped = stopped(row.getString(1), row.getString(2), row.getString(3));
        if (!stopped.isEmpty()) {
          return Gauge.missing(stopped);
        }
        furthest = Math.max(furthest, row.getBoolean(4) ? 0 : row.getDouble(5));
      }
    }
    return Gauge.of(furthest);
  }

  /** Who does not receive, or does not apply, falls behind by nobody knows how much. */
  private static String stopped(String channel, String receiver, String applier) {
    String of = channel.isEmpty() ? "" : " of channel " + channel;
    if (!receiver.equals("ON")) {
      return "replication's receiver" + of + " is " + receiver + " (expected: ON)";
    }
    return applier.equals("ON")
        ? ""
        : "replication's applier" + of + " is " + applier + " (expected: ON)";
  }
}
