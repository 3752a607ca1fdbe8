package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.execute.Pace;
import dev.lowtide.scheduler.execute.SwapServer;
import dev.lowtide.scheduler.shrink.TimeText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at the target for one cut-over. Safe for any thread. */
public final class MySqlSwapServer implements SwapServer {

  /**
   * All in one question, because clients wait for the answer. A lock that only keeps a definition
   * as it is lasts for a moment; a transaction's timer counts picoseconds, and a session that
   * sleeps outside of one keeps its lock until it says otherwise.
   */
  private static final String IN_THE_WAY =
      """
      SELECT 'TABLE', COALESCE(t.PROCESSLIST_ID, 0),
        COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), ''),
        CASE WHEN e.STATE = 'ACTIVE' THEN e.TIMER_WAIT DIV 1000000000
          WHEN t.PROCESSLIST_COMMAND <> 'Sleep' THEN t.PROCESSLIST_TIME * 1000 END,
        CONCAT(m.OBJECT_SCHEMA, '.', m.OBJECT_NAME)
      FROM performance_schema.metadata_locks m
      LEFT JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      LEFT JOIN performance_schema.events_transactions_current e
        ON e.THREAD_ID = m.OWNER_THREAD_ID
      WHERE m.OBJECT_TYPE = 'TABLE' AND (m.OBJECT_SCHEMA, m.OBJECT_NAME) IN {tables}
        AND m.LOCK_STATUS = 'GRANTED' AND m.LOCK_TYPE NOT IN ('SHARED', 'SHARED_HIGH_PRIO')
        AND (t.THREAD_ID IS NULL OR t.PROCESSLIST_ID NOT IN {ours})
      UNION ALL
      SELECT 'READ_VIEW', t.PROCESSLIST_ID,
        COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), ''),
        e.TIMER_WAIT DIV 1000000000, ''
      FROM performance_schema.events_transactions_current e
      JOIN performance_schema.threads t ON t.THREAD_ID + 0 = e.THREAD_ID + 0
      WHERE e.STATE = 'ACTIVE' AND e.AUTOCOMMIT = 'NO' AND NOT (e.XA_STATE <=> 'PREPARED')
        AND e.ISOLATION_LEVEL IN ('REPEATABLE READ', 'SERIALIZABLE')
        AND t.PROCESSLIST_ID NOT IN {ours}
      UNION ALL
      SELECT 'EVERYTHING', t.PROCESSLIST_ID,
        COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), ''), NULL, m.OBJECT_TYPE
      FROM performance_schema.metadata_locks m
      JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      WHERE m.OBJECT_TYPE IN ('BACKUP LOCK', 'GLOBAL', 'COMMIT') AND m.LOCK_TYPE = 'SHARED'
        AND t.PROCESSLIST_ID NOT IN {ours}""";

  /**
   * Ids begin anew when a server restarts, so it must say of itself that it is ours, and be none
   * that we have open.
   */
  private static final String OURS =
      """
      SELECT COUNT(*), COALESCE(MAX(a.ATTR_VALUE = 'lowtide'), 0)
      FROM performance_schema.threads t
      LEFT JOIN performance_schema.session_connect_attrs a
        ON a.PROCESSLIST_ID = t.PROCESSLIST_ID AND a.ATTR_NAME = 'program_name'
      WHERE t.PROCESSLIST_ID = ? AND t.PROCESSLIST_ID NOT IN\s""";

  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  private final Target target;
  private final CopyTable table;
  private final long copyId;
  private final MySqlSwapTraces traces;
  private final Pace pace;

  public MySqlSwapServer(Target target, CopyTable table, long copyId, Pace pace) {
    this.target = target;
    this.pace = pace;
    this.table = table;
    this.copyId = copyId;
    this.traces = new MySqlSwapTraces(target);
  }

  @Override
  public List<InTheWay> inTheWay(Collection<TableName> tables) {
    return inTheWay(target, tables);
  }

  static List<InTheWay> inTheWay(Target target, Collection<TableName> tables) {
    String places =
        tables.stream().map(name -> "(?, ?)").collect(Collectors.joining(", ", "(", ")"));
    String sql =
        IN_THE_WAY.replace("{tables}", places).replace("{ours}", target.ourThreads(List.of()));
    return target.watch(connection -> ask(connection, sql, tables));
  }

  private static List<InTheWay> ask(Connection connection, String sql, Collection<TableName> tables)
      throws SQLException {
    List<InTheWay> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int place = 1;
      for (TableName name : tables) {
        statement.setString(place++, name.schema());
        statement.setString(place++, name.table());
      }
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(inTheWay(row));
        }
      }
    }
    return found;
  }

  @Override
  public Set<Long> threadsWithoutReadView() {
    return target.watch(TransactionsWithoutView::of);
  }

  private static InTheWay inTheWay(ResultSet row) throws SQLException {
    InTheWay.Kind kind = InTheWay.Kind.valueOf(row.getString(1));
    long thread = row.getLong(2);
    long millis = row.getLong(4);
    Duration age = row.wasNull() ? null : Duration.ofMillis(millis);
    String who =
        thread == 0
            ? "a prepared XA transaction"
            : "session " + thread + " (" + row.getString(3) + ")";
    return new InTheWay(kind, thread, age, who + " " + does(kind, row.getString(5)) + since(age));
  }

  private static String does(InTheWay.Kind kind, String object) {
    return switch (kind) {
      case TABLE -> "has " + object + " open";
      case READ_VIEW -> "looks at the past";
      case EVERYTHING -> "has locked everything (" + object + ")";
    };
  }

  private static String since(@Nullable Duration age) {
    return age == null ? "" : " for " + age.toMillis() + " ms";
  }

  @Override
  public Settled settle(long threadId, Duration within) throws InterruptedException {
    if (!isGone(threadId, within)) {
      return new Settled(
          Settled.Outcome.UNKNOWN,
          "session " + threadId + ", which did it, has not ended within " + TimeText.of(within));
    }
    return traces.recover(table, copyId);
  }

  /** It is killed: whatever it waits for, nobody takes its answer. */
  private boolean isGone(long threadId, Duration within) throws InterruptedException {
    long began = pace.nanos();
    while (isThere(threadId)) {
      if (pace.nanos() - began > within.toNanos()) {
        return false;
      }
      pace.pause(LOOK_EVERY);
    }
    return true;
  }

  private boolean isThere(long threadId) {
    String open = target.ourThreads(List.of());
    boolean isOurs =
        target.watch(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(OURS + open)) {
                statement.setLong(1, threadId);
                try (ResultSet row = statement.executeQuery()) {
                  row.next();
                  return row.getInt(1) > 0 && row.getBoolean(2);
                }
              }
            });
    if (isOurs) {
      try {
        target.kill("CONNECTION", threadId);
      } catch (TargetException e) {
        // Gone in between, which is what was wanted; the next look tells.
      }
    }
    return isOurs;
  }
}
