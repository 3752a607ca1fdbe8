package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.ledger.ServerLock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All metadata locks of a moment by performance_schema's number of who holds them. */
final class LocksByThread {

  private static final String LOCKS =
      """
      SELECT OWNER_THREAD_ID, OBJECT_TYPE, COALESCE(OBJECT_SCHEMA, ''), COALESCE(OBJECT_NAME, ''),
        LOCK_TYPE, LOCK_STATUS = 'PENDING'
      FROM performance_schema.metadata_locks
      WHERE OBJECT_TYPE IN ('TABLE', 'SCHEMA', 'GLOBAL', 'BACKUP LOCK', 'USER LEVEL LOCK')""";

  private static final String ALIVE =
      "SELECT THREAD_ID FROM performance_schema.threads WHERE THREAD_ID IN ";

  private final Map<Long, List<ServerLock>> byThread;

  private LocksByThread(Map<Long, List<ServerLock>> byThread) {
    this.byThread = byThread;
  }

  static LocksByThread read(Connection connection) throws SQLException {
    Map<Long, List<ServerLock>> byThread = new HashMap<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(LOCKS)) {
      while (row.next()) {
        byThread
            .computeIfAbsent(row.getLong(1), thread -> new ArrayList<>())
            .add(
                new ServerLock(
                    ServerLock.Kind.valueOf(row.getString(2).replace(' ', '_')),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getBoolean(6)));
      }
    }
    return new LocksByThread(byThread);
  }

  /** Those of the thread, which nobody else will ask for. */
  List<ServerLock> take(long thread) {
    List<ServerLock> taken = byThread.remove(thread);
    return taken == null ? List.of() : taken;
  }

  /**
   * Those that nobody has taken and that belong to no thread, not even to one of the server's own:
   * a transaction has them that XA PREPARE detached from its session.
   */
  List<ServerLock> ofNobody(Connection connection) throws SQLException {
    if (byThread.isEmpty()) {
      return List.of();
    }
    String threads =
        byThread.keySet().stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(ALIVE + threads)) {
      while (row.next()) {
        byThread.remove(row.getLong(1));
      }
    }
    return byThread.values().stream().flatMap(List::stream).toList();
  }
}
