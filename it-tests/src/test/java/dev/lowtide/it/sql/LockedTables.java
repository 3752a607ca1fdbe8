package dev.lowtide.it.sql;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * The metadata locks on tables that a session has or waits for ("The metadata_locks Table" in the
 * server's manual), those of the server's own schemas left out.
 */
final class LockedTables {

  private static final String LOCKS =
      "SELECT OBJECT_SCHEMA, OBJECT_NAME, LOCK_TYPE, LOCK_STATUS"
          + " FROM performance_schema.metadata_locks WHERE OBJECT_TYPE = 'TABLE'"
          + " AND OBJECT_SCHEMA LIKE 'lab\\_%' AND OWNER_THREAD_ID = ?";

  private final PreparedStatement locks;
  private final Connection onlooker;
  private final Map<Long, Long> threads = new HashMap<>();

  LockedTables(Connection onlooker) throws SQLException {
    this.onlooker = onlooker;
    this.locks = onlooker.prepareStatement(LOCKS);
  }

  Map<TableName, Access> by(long connectionId) throws SQLException {
    Map<TableName, Access> found = new HashMap<>();
    locks.setLong(1, thread(connectionId));
    try (ResultSet row = locks.executeQuery()) {
      while (row.next()) {
        TableName table = new TableName(row.getString(1), row.getString(2));
        found.merge(table, access(row.getString(3)), Access::and);
      }
    }
    return found;
  }

  boolean isWaiting(long connectionId) throws SQLException {
    locks.setLong(1, thread(connectionId));
    try (ResultSet row = locks.executeQuery()) {
      while (row.next()) {
        if (row.getString(4).equals("PENDING")) {
          return true;
        }
      }
      return false;
    }
  }

  private long thread(long connectionId) throws SQLException {
    Long known = threads.get(connectionId);
    return known == null ? find(connectionId) : known;
  }

  private long find(long connectionId) throws SQLException {
    String sql = "SELECT THREAD_ID FROM performance_schema.threads WHERE PROCESSLIST_ID = ?";
    try (PreparedStatement statement = onlooker.prepareStatement(sql)) {
      statement.setLong(1, connectionId);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        threads.put(connectionId, row.getLong(1));
        return row.getLong(1);
      }
    }
  }

  /** Whatever is stronger than what a reader takes keeps others from writing, or from reading. */
  private static Access access(String lock) {
    return switch (lock) {
      case "SHARED", "SHARED_HIGH_PRIO", "SHARED_READ", "SHARED_READ_ONLY" -> Access.READ;
      default -> Access.WRITE;
    };
  }
}
