package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.RebuildServer;
import dev.lowtide.scheduler.execute.RebuildStatement;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** Rebuilds at the target. Safe for any thread. */
public final class MySqlRebuildServer implements RebuildServer {

  /** Those who await a lock on an object that a thread of ours holds or awaits one on, too. */
  private static final String BLOCKED =
      """
      SELECT t.PROCESSLIST_ID, MAX(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST)),
        MAX(EXISTS (SELECT 1 FROM performance_schema.metadata_locks h
          WHERE h.OWNER_THREAD_ID = p.OWNER_THREAD_ID AND h.LOCK_STATUS = 'GRANTED'
            AND h.OBJECT_TYPE = 'TABLE' AND h.OBJECT_TYPE = p.OBJECT_TYPE
            AND h.OBJECT_SCHEMA = p.OBJECT_SCHEMA AND h.OBJECT_NAME = p.OBJECT_NAME))
      FROM performance_schema.metadata_locks p
      JOIN performance_schema.threads t ON t.THREAD_ID = p.OWNER_THREAD_ID
      JOIN performance_schema.metadata_locks o ON o.OBJECT_TYPE = p.OBJECT_TYPE
        AND o.OBJECT_SCHEMA <=> p.OBJECT_SCHEMA AND o.OBJECT_NAME <=> p.OBJECT_NAME
      JOIN performance_schema.threads ot ON ot.THREAD_ID = o.OWNER_THREAD_ID
      WHERE p.LOCK_STATUS = 'PENDING' AND t.PROCESSLIST_ID IS NOT NULL
        AND t.PROCESSLIST_ID NOT IN {ours} AND ot.PROCESSLIST_ID IN {ours}
      GROUP BY t.PROCESSLIST_ID""";

  private static final String READ_VIEWS =
      """
      SELECT t.PROCESSLIST_ID FROM performance_schema.events_transactions_current e
      JOIN performance_schema.threads t ON t.THREAD_ID + 0 = e.THREAD_ID + 0
      WHERE e.STATE = 'ACTIVE' AND e.AUTOCOMMIT = 'NO'
        AND e.ISOLATION_LEVEL IN ('REPEATABLE READ', 'SERIALIZABLE')
        AND t.PROCESSLIST_ID IS NOT NULL AND t.PROCESSLIST_ID NOT IN\s""";

  private static final String HOLDERS =
      """
      SELECT t.PROCESSLIST_ID FROM performance_schema.metadata_locks m
      JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      WHERE m.OBJECT_TYPE = 'TABLE' AND m.OBJECT_SCHEMA = ? AND m.OBJECT_NAME = ?
        AND m.LOCK_STATUS = 'GRANTED'
        AND t.PROCESSLIST_ID IS NOT NULL AND t.PROCESSLIST_ID NOT IN\s""";

  private final Target target;
  private final Executor executor;

  /** The executor runs the statements, each for as long as it lasts. */
  public MySqlRebuildServer(Target target, Executor executor) {
    this.target = target;
    this.executor = executor;
  }

  @Override
  public RebuildStatement prepare(ShrinkPlan plan) {
    List<String> statements = plan.statements();
    int last = statements.size() - 1;
    try {
      Connection connection = target.session(statements.subList(0, last));
      return new MySqlRebuildStatement(target, connection, statements.get(last), executor);
    } catch (SQLException e) {
      throw new TargetException("cannot prepare the rebuild: " + Target.firstLine(e), e);
    }
  }

  @Override
  public List<Blocked> blockedBy(Collection<Long> ourThreads) {
    return target.watch(
        connection -> {
          List<Blocked> blocked = new ArrayList<>();
          String sql = BLOCKED.replace("{ours}", target.ourThreads(ourThreads));
          try (Statement statement = Target.statement(connection);
              ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
              blocked.add(new Blocked(row.getLong(1), row.getString(2), row.getBoolean(3)));
            }
          }
          return blocked;
        });
  }

  @Override
  public Set<Long> readViews(Collection<Long> ourThreads) {
    return target.watch(
        connection -> {
          Set<Long> threads = new HashSet<>();
          try (Statement statement = Target.statement(connection);
              ResultSet row = statement.executeQuery(READ_VIEWS + target.ourThreads(ourThreads))) {
            while (row.next()) {
              threads.add(row.getLong(1));
            }
          }
          return threads;
        });
  }

  @Override
  public Set<Long> holdersOf(TableName table, Collection<Long> ourThreads) {
    return target.watch(
        connection -> {
          Set<Long> threads = new HashSet<>();
          String sql = HOLDERS + target.ourThreads(ourThreads);
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                threads.add(row.getLong(1));
              }
            }
          }
          return threads;
        });
  }
}
