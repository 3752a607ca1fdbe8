package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.load.BackupLock;
import dev.lowtide.scheduler.load.Sight;
import dev.lowtide.scheduler.load.TableLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Metadata locks of sessions other than ours ("The metadata_locks Table" in MySQL's manual). */
final class LocksOfOthers {

  /**
   * An owner that is no thread any more was the session of an XA transaction that is prepared.
   * Those of the server's own threads, which have no session, are not asked for.
   */
  private static final String ON_TABLE =
      """
      SELECT COALESCE(t.PROCESSLIST_ID, 0),
        COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), ''), m.LOCK_TYPE,
        m.LOCK_STATUS = 'PENDING', COALESCE(t.PROCESSLIST_TIME, 0)
      FROM performance_schema.metadata_locks m
      LEFT JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      WHERE m.OBJECT_TYPE = 'TABLE' AND m.OBJECT_SCHEMA = ? AND m.OBJECT_NAME = ?
        AND (t.THREAD_ID IS NULL OR t.PROCESSLIST_ID NOT IN {ours})""";

  /**
   * LOCK INSTANCE FOR BACKUP shares the backup lock, of which every change of a definition needs
   * the opposite; FLUSH TABLES WITH READ LOCK shares those of all writes and of all commits.
   */
  private static final String OF_BACKUPS =
      """
      SELECT t.PROCESSLIST_ID, COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), ''),
        MAX(m.OBJECT_TYPE = 'BACKUP LOCK'), MIN(m.LOCK_STATUS = 'PENDING')
      FROM performance_schema.metadata_locks m
      JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      WHERE m.OBJECT_TYPE IN ('BACKUP LOCK', 'GLOBAL', 'COMMIT') AND m.LOCK_TYPE = 'SHARED'
        AND t.PROCESSLIST_ID NOT IN {ours}
      GROUP BY t.PROCESSLIST_ID, t.PROCESSLIST_USER, t.PROCESSLIST_HOST""";

  Sight<TableLock> on(Connection connection, TableName table, String ours) throws SQLException {
    String missing = Instruments.missingForLocks(connection);
    if (!missing.isEmpty()) {
      return Sight.missing(missing);
    }
    List<TableLock> locks = new ArrayList<>();
    String sql = ON_TABLE.replace("{ours}", ours);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          locks.add(
              new TableLock(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getBoolean(4),
                  Duration.ofSeconds(row.getLong(5))));
        }
      }
    }
    return Sight.of(locks);
  }

  Sight<BackupLock> ofBackups(Connection connection, String ours) throws SQLException {
    String missing = Instruments.missingForLocks(connection);
    if (!missing.isEmpty()) {
      return Sight.missing(missing);
    }
    List<BackupLock> locks = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(OF_BACKUPS.replace("{ours}", ours))) {
      while (row.next()) {
        String taken =
            row.getBoolean(3) ? "LOCK INSTANCE FOR BACKUP" : "FLUSH TABLES WITH READ LOCK";
        locks.add(new BackupLock(row.getLong(1), row.getString(2), taken, row.getBoolean(4)));
      }
    }
    return Sight.of(locks);
  }
}
