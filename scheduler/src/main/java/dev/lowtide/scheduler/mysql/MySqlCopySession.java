package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyFailedException;
import dev.lowtide.scheduler.copy.CopyFailedException.Remedy;
import dev.lowtide.scheduler.copy.CopySession;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a shadow. Confined to the copy's thread.
 *
 * <p>As long as it lives at the server it has a lock there by the copy's name, so that there are
 * never two of them: one that was given up on may still be at work, and what it writes late must
 * not undo what another has written since.
 */
public final class MySqlCopySession implements CopySession {

  /**
   * What an account's or a server's own defaults may not change. Zero and impossible dates are
   * values like others, and so is 0 in an AUTO_INCREMENT column; all else that does not fit is an
   * error. Locks are waited for shortly, and again.
   */
  private static final List<String> SETTINGS =
      List.of(
          "SET SESSION transaction_isolation = 'READ-COMMITTED', transaction_read_only = 0",
          "SET SESSION sql_mode = 'STRICT_ALL_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO,"
              + "NO_ENGINE_SUBSTITUTION'",
          "SET SESSION time_zone = '+00:00', completion_type = 0, unique_checks = 1",
          "SET SESSION innodb_lock_wait_timeout = 3, lock_wait_timeout = 3",
          "SET SESSION range_optimizer_max_mem_size = 0, max_execution_time = 0",
          "SET SESSION sql_safe_updates = 0, sql_big_selects = 1",
          "SET SESSION sql_select_limit = 18446744073709551615",
          "SET SESSION optimizer_switch = 'use_invisible_indexes=on'");

  /** A row of a gigabyte, and a replica that is waited for, take less. */
  private static final Duration SILENCE_MAX = Duration.ofMinutes(2);

  /** How long an earlier session's end is awaited, in seconds; then again, if it is worth it. */
  private static final int ALONE_WITHIN = 3;

  private static final String XA_LOCKS =
      """
      SELECT DISTINCT m.OWNER_THREAD_ID FROM performance_schema.metadata_locks m
      LEFT JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      LEFT JOIN performance_schema.events_transactions_current e
        ON e.THREAD_ID = m.OWNER_THREAD_ID AND e.XA_STATE = 'PREPARED'
      WHERE m.OBJECT_TYPE = 'TABLE' AND m.OBJECT_SCHEMA = ? AND m.OBJECT_NAME = ?
        AND m.LOCK_DURATION = 'TRANSACTION' AND m.LOCK_STATUS = 'GRANTED'
        AND (t.THREAD_ID IS NULL OR e.THREAD_ID IS NOT NULL)""";

  private final CopyTable table;
  private final long copyId;
  private final Connection connection;
  private final long threadId;
  private final ChunkEnd chunkEnd;
  private final ShadowWrites writes;

  public MySqlCopySession(Target target, CopyTable table, long copyId) {
    this.table = table;
    this.copyId = copyId;
    try {
      this.connection = target.session(SETTINGS);
    } catch (SQLException e) {
      throw CopyFailures.of("cannot open the session that copies", e);
    }
    boolean isReady = false;
    try {
      connection.setNetworkTimeout(Runnable::run, (int) SILENCE_MAX.toMillis());
      // A DELETE that names its index is one of the kind for many tables, which wants a schema.
      connection.setCatalog(table.shadow().schema());
      this.threadId = TargetDataSource.threadId(connection);
      beAlone();
      requireRows();
      KeyOrder order = KeyOrder.of(connection, table);
      this.chunkEnd = new ChunkEnd(table, order, RowBytes.of(connection, table));
      this.writes = new ShadowWrites(table, order);
      connection.setAutoCommit(false);
      isReady = true;
    } catch (SQLException e) {
      throw CopyFailures.of("cannot prepare the session that copies", e);
    } finally {
      if (!isReady) {
        Sessions.abandon(connection);
      }
    }
  }

  @Override
  public long threadId() {
    return threadId;
  }

  @Override
  public boolean areOthersAtWork() {
    return inTransaction("sessions at work", () -> SessionsAtWork.areThere(connection));
  }

  @Override
  public Set<String> preparedXa() {
    return inTransaction(
        "prepared XA transactions",
        () -> {
          dev.lowtide.scheduler.ledger.PreparedXa prepared = XaRecover.ask(connection);
          return prepared.isAllSeen() ? Set.copyOf(prepared.xids()) : lockOwners();
        });
  }

  @Override
  public Chunk copy(@Nullable RowKey after, int rowsMax, long bytesMax) {
    return inTransaction(
        "copy of rows of " + table.original(),
        () -> {
          Optional<ChunkEnd.End> end = chunkEnd.find(connection, after, rowsMax, bytesMax);
          if (end.isEmpty()) {
            return new Chunk(null, 0, 0, true);
          }
          RowKey upTo = end.get().upTo();
          long rows = writes.copy(connection, after, upTo);
          RegistryRow.copied(connection, copyId, upTo, rows);
          return new Chunk(upTo, rows, end.get().bytes(), false);
        });
  }

  @Override
  public void apply(Collection<RowKey> keys, BinlogPosition upTo) {
    this.<Boolean>inTransaction(
        "changes of " + table.original(),
        () -> {
          writes.renew(connection, keys);
          RegistryRow.applied(connection, copyId, upTo);
          return true;
        });
  }

  @Override
  public long mark() {
    long mark = inTransaction("mark", () -> RegistryRow.mark(connection, copyId));
    inTransaction("mark", this::requireOrder);
    return mark;
  }

  @Override
  public void close() {
    Sessions.abandon(connection);
  }

  /** The lock ends with the session, whatever it does at that time. */
  private void beAlone() throws SQLException {
    String sql = "SELECT GET_LOCK('lowtide.copy." + copyId + "', " + ALONE_WITHIN + ")";
    if (!Target.text(connection, sql).equals("1")) {
      throw new CopyFailedException(
          Remedy.AGAIN, "another session works on copy " + copyId + " (expected: none)");
    }
  }

  /** What we write must be in the log as rows: the mark is read there, and replicas follow. */
  private void requireRows() throws SQLException {
    String format = Target.text(connection, "SELECT @@session.binlog_format");
    String isLogged = Target.text(connection, "SELECT @@session.sql_log_bin");
    if (!format.equals("ROW") || !isLogged.equals("1")) {
      throw new CopyFailedException(
          Remedy.LATER,
          "binlog_format=" + format + ", sql_log_bin=" + isLogged + " (expected: ROW, 1)");
    }
  }

  /** Without it, what stands before a mark in the log need not be visible after it. */
  private boolean requireOrder() throws SQLException {
    String isOrdered = Target.text(connection, "SELECT @@global.binlog_order_commits");
    if (!isOrdered.equals("1")) {
      throw new CopyFailedException(
          Remedy.LATER, "binlog_order_commits=" + isOrdered + " (expected: 1)");
    }
    return true;
  }

  /** Prepared transactions keep their locks; their owners are all that is to be seen of them. */
  private Set<String> lockOwners() throws SQLException {
    Set<String> owners = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(XA_LOCKS)) {
      statement.setString(1, table.original().schema());
      statement.setString(2, table.original().table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          owners.add("of thread " + row.getString(1));
        }
      }
    }
    return owners;
  }

  /** Work of which the server does all or nothing. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws SQLException;
  }

  private <T> T inTransaction(String doing, Work<T> work) {
    boolean isDone = false;
    try {
      T result = work.run();
      connection.commit();
      isDone = true;
      return result;
    } catch (SQLException e) {
      throw CopyFailures.of(doing, e);
    } finally {
      if (!isDone) {
        rollBack();
      }
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // A session that cannot roll back is broken: the server rolls back when it ends.
      Sessions.abandon(connection);
    }
  }
}
