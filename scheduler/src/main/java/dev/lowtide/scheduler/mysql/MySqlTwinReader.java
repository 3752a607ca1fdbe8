package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.mysql.TwinRows.Part;
import dev.lowtide.scheduler.verify.TwinReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table and its copy through a session of its own. Each call is one transaction with one
 * view of the data, and the next has a new one: so purge is held up for the time of a chunk, not of
 * the whole comparison.
 */
public final class MySqlTwinReader implements TwinReader {

  private final Target target;
  private final CopyTable table;
  private final Connection connection;
  private final TwinRows rows;
  private final long threadId;

  public MySqlTwinReader(Target target, CopyTable table) {
    this.target = target;
    this.table = table;
    try {
      connection =
          target.session(
              List.of(
                  "SET SESSION time_zone = '+00:00'",
                  "SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'",
                  "SET SESSION lock_wait_timeout = 1",
                  "SET SESSION range_optimizer_max_mem_size = 0",
                  "SET SESSION optimizer_switch = 'use_invisible_indexes=on'",
                  "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
      threadId = TargetDataSource.threadId(connection);
      rows = new TwinRows(connection, table);
    } catch (SQLException e) {
      throw failed("open a session", e);
    }
  }

  @Override
  public long threadId() {
    return threadId;
  }

  @Override
  public Span compare(@Nullable RowKey after, int rowsMax) {
    if (rowsMax < 1) {
      throw new IllegalArgumentException("rowsMax: " + rowsMax + " (expected: at least 1)");
    }
    return inSnapshot("compare rows", () -> span(after, rowsMax));
  }

  @Override
  public Set<RowKey> differing(Collection<RowKey> keys) {
    return inSnapshot("compare rows", () -> rows.differing(keys));
  }

  /** Without a view of the data, which would last as long as all indexes take to be read. */
  @Override
  public Map<String, Long> entriesOfCopy() {
    return in(
        "READ UNCOMMITTED",
        "START TRANSACTION READ ONLY",
        "count the entries of indexes",
        () -> IndexEntries.of(connection, table.shadow()));
  }

  /** Between two statements the server takes no notice of it; then the next one is ended. */
  @Override
  public void endCounting() {
    target.kill("QUERY", threadId);
  }

  /** Ends what is being read: the server does not notice by itself that nobody listens any more. */
  @Override
  public void close() {
    try {
      target.kill("CONNECTION", threadId);
    } catch (TargetException e) {
      // Gone already, or out of reach; either way there is nothing left to end.
    }
    Sessions.abandon(connection);
  }

  /** Both tables are bounded: neither what is missing nor what is too much makes a span long. */
  private Span span(@Nullable RowKey after, int rowsMax) throws SQLException {
    Part rest = new Part(after, null);
    Part part = upTo(rest, rows.nth(table.original(), rest, rowsMax));
    Part span = upTo(part, rows.nth(table.shadow(), part, 2 * rowsMax));
    TwinRows.Sum original = rows.sum(table.original(), span);
    TwinRows.Sum copy = rows.sum(table.shadow(), span);
    Set<RowKey> differing = original.equals(copy) ? Set.of() : rows.differing(span);
    return new Span(lastKey(span), original.rows(), differing, isLast(span));
  }

  private static Part upTo(Part part, Optional<RowKey> last) {
    return last.map(key -> new Part(part.after(), key)).orElse(part);
  }

  private @Nullable RowKey lastKey(Part span) throws SQLException {
    if (span.upTo() != null) {
      return span.upTo();
    }
    Optional<RowKey> ofOriginal = rows.last(table.original(), span);
    Part beyond = new Part(ofOriginal.orElse(span.after()), null);
    return rows.last(table.shadow(), beyond).or(() -> ofOriginal).orElse(null);
  }

  private boolean isLast(Part span) throws SQLException {
    if (span.upTo() == null) {
      return true;
    }
    Part beyond = new Part(span.upTo(), null);
    return rows.nth(table.original(), beyond, 1).isEmpty()
        && rows.nth(table.shadow(), beyond, 1).isEmpty();
  }

  private <T> T inSnapshot(String what, Work<T> work) {
    return in(
        "REPEATABLE READ", "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY", what, work);
  }

  private <T> T in(String isolation, String start, String what, Work<T> work) {
    try {
      execute("SET TRANSACTION ISOLATION LEVEL " + isolation);
      execute(start);
      try {
        return work.done();
      } finally {
        execute("COMMIT");
      }
    } catch (SQLException e) {
      throw failed(what, e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = Target.statement(connection)) {
      statement.execute(sql);
    }
  }

  private TargetException failed(String what, SQLException e) {
    return new TargetException(
        "cannot " + what + " of " + table.original() + " and its copy: " + Target.firstLine(e), e);
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  private interface Work<T> {
    T done() throws SQLException;
  }
}
