package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.execute.RebuildStatement;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An ALTER TABLE in a session of its own. */
final class MySqlRebuildStatement implements RebuildStatement {

  private static final int ER_QUERY_INTERRUPTED = 1317;
  private static final int ER_LOCK_WAIT_TIMEOUT = 1205;
  private static final int ER_SERVER_SHUTDOWN = 1053;

  /** The request for the exclusive lock is the first thing that happens when the copy is done. */
  private static final String PHASE =
      """
      SELECT t.PROCESSLIST_STATE,
        EXISTS (SELECT 1 FROM performance_schema.metadata_locks m
          WHERE m.OWNER_THREAD_ID = t.THREAD_ID AND m.OBJECT_TYPE = 'TABLE'
            AND m.LOCK_TYPE = 'EXCLUSIVE' AND m.LOCK_STATUS = 'PENDING')
      FROM performance_schema.threads t WHERE t.PROCESSLIST_ID = ?""";

  private static final String COPYING = "copy to tmp table";

  private static final Logger log = LoggerFactory.getLogger(MySqlRebuildStatement.class);

  private final Target target;
  private final Connection connection;
  private final long threadId;
  private final String sql;
  private final Executor executor;
  private @Nullable CompletableFuture<Ending> running;
  private boolean hasCopied;

  MySqlRebuildStatement(Target target, Connection connection, String sql, Executor executor)
      throws SQLException {
    this.target = target;
    this.connection = connection;
    this.threadId = TargetDataSource.threadId(connection);
    this.sql = sql;
    this.executor = executor;
  }

  @Override
  public long threadId() {
    return threadId;
  }

  @Override
  public void start() {
    log.info("thread={} sends: {}", threadId, sql);
    running = CompletableFuture.supplyAsync(this::execute, executor);
  }

  @Override
  public Phase phase() {
    if (ending().isPresent()) {
      return Phase.ENDED;
    }
    return target.watch(this::askPhase);
  }

  @Override
  public ByteSize copied() {
    return target.watch(asking -> Dictionary.temporaryTables(asking, threadId));
  }

  @Override
  public Optional<Ending> ending() {
    return running == null ? Optional.empty() : Optional.ofNullable(running.getNow(null));
  }

  @Override
  public void abort() {
    log.info("thread={} is killed", threadId);
    target.kill("QUERY", threadId);
  }

  @Override
  public void close() {
    try {
      if (running != null && !running.isDone()) {
        abort();
      }
    } finally {
      Sessions.abandon(connection);
    }
  }

  private Phase askPhase(Connection asking) throws SQLException {
    try (PreparedStatement statement = asking.prepareStatement(PHASE)) {
      statement.setLong(1, threadId);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Phase.ENDED;
        }
        hasCopied |= COPYING.equals(row.getString(1)) || row.getBoolean(2);
        return row.getBoolean(2)
            ? Phase.AWAITING_CUT_OVER
            : hasCopied ? Phase.COPYING : Phase.STARTING;
      }
    }
  }

  private Ending execute() {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return new Ending(Ending.Kind.DONE, "");
    } catch (SQLException e) {
      return new Ending(kind(e), "the server says: " + Target.firstLine(e));
    }
  }

  private static Ending.Kind kind(SQLException e) {
    boolean isConnection = e.getSQLState() != null && e.getSQLState().startsWith("08");
    if (isConnection) {
      return Ending.Kind.CONNECTION_LOST;
    }
    return switch (e.getErrorCode()) {
      case ER_QUERY_INTERRUPTED -> Ending.Kind.INTERRUPTED;
      case ER_LOCK_WAIT_TIMEOUT -> Ending.Kind.LOCK_WAIT_TIMEOUT;
      case ER_SERVER_SHUTDOWN -> Ending.Kind.CONNECTION_LOST;
      default -> Ending.Kind.REFUSED;
    };
  }
}
