package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The server's ids of the sessions that we have open, so that what we do is not taken for what
 * others do. Safe for any thread.
 *
 * <p>A server that starts anew counts from the beginning, and gives to clients the ids that were
 * ours. So only open sessions count, and all that were opened before its start are forgotten.
 */
final class OurThreads {

  private static final String STARTED =
      """
      SELECT UNIX_TIMESTAMP() - VARIABLE_VALUE FROM performance_schema.global_status
      WHERE VARIABLE_NAME = 'Uptime'""";

  /** Both figures are cut to whole seconds. */
  private static final long SAME_START_SECONDS = 2;

  private final Map<Long, Connection> open = new ConcurrentHashMap<>();
  private long startedSeconds;

  void add(Connection connection, long threadId) throws SQLException {
    forgetIfRestarted(startedSeconds(connection));
    open.put(threadId, connection);
  }

  /** Them and the others given, as SQL takes a list. */
  String and(Collection<Long> others) {
    Set<Long> threads = new HashSet<>(others);
    threads.add(0L);
    open.values().removeIf(OurThreads::isClosed);
    threads.addAll(open.keySet());
    return threads.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
  }

  private synchronized void forgetIfRestarted(long startedNow) {
    if (Math.abs(startedNow - startedSeconds) > SAME_START_SECONDS) {
      open.clear();
      startedSeconds = startedNow;
    }
  }

  private static boolean isClosed(Connection connection) {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw new IllegalStateException("a connection knows by itself whether it is closed", e);
    }
  }

  private static long startedSeconds(Connection connection) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(STARTED)) {
      // Servers that do not count, such as a MariaDB without performance_schema, say nothing.
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
