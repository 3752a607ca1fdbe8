package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.PartitionServer;
import dev.lowtide.scheduler.plan.PartitionPlanner;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session that exchanges or truncates one partition. Confined to the attempt's thread. */
final class MySqlPartitionSession implements PartitionServer.Session {

  private static final int ER_LOCK_WAIT_TIMEOUT = 1205;

  /** What max_execution_time ends a reading with. */
  private static final int ER_QUERY_TIMEOUT = 3024;

  /** While nobody waits. It was read in a fraction of that a moment before. */
  private static final Duration READING_MAX = Duration.ofMinutes(1);

  private final Connection connection;
  private final long threadId;
  private final ShrinkPlan plan;
  private final TableName table;
  private final String partition;
  private final TableName copy;
  private @Nullable RowChecksum checksum;
  private @Nullable Content copied;

  /** The sum of all rows' checksums in two halves, and how many rows there are. */
  private record Content(long rows, String first, String second) {}

  MySqlPartitionSession(Connection connection, ShrinkPlan plan) throws SQLException {
    this.connection = connection;
    this.plan = plan;
    this.table = plan.table();
    this.partition = plan.subject().name();
    this.copy = PartitionPlanner.copyOf(plan.subject());
    this.threadId = TargetDataSource.threadId(connection);
  }

  @Override
  public long threadId() {
    return threadId;
  }

  /** The statements of the plan up to the lock: they are what was approved. */
  @Override
  public long copy() {
    dropCopy();
    long rows = 0;
    for (String sql : plan.statements()) {
      if (sql.startsWith("LOCK TABLES ")) {
        return rows;
      }
      rows = update(sql);
    }
    throw new IllegalStateException("a plan without a lock: " + plan.statements());
  }

  @Override
  public boolean isReadWithin(Duration max) {
    return original(max).isPresent();
  }

  @Override
  public boolean isSame() {
    try {
      update("SET SESSION max_execution_time = 0");
      copied = content(copy.quoted(), copy);
    } catch (SQLException e) {
      throw failed("read the copy", e);
    }
    return isUnchanged(READING_MAX);
  }

  @Override
  public boolean isUnchanged(Duration within) {
    return original(within).filter(content -> content.equals(copied)).isPresent();
  }

  /** Nothing if that takes longer. */
  private Optional<Content> original(Duration max) {
    try {
      update("SET SESSION max_execution_time = " + Math.max(1, max.toMillis()));
      return Optional.of(content(MySqlPartitionServer.from(table, partition), table));
    } catch (SQLException e) {
      if (e.getErrorCode() == ER_QUERY_TIMEOUT) {
        return Optional.empty();
      }
      throw failed("read the partition", e);
    }
  }

  @Override
  public boolean isEmpty() {
    try {
      return MySqlPartitionServer.isEmpty(connection, table, partition);
    } catch (SQLException e) {
      throw failed("look into", e);
    }
  }

  /** The server counts whole seconds; the watch over the hold is quicker. */
  @Override
  public boolean lock(Duration within) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION lock_wait_timeout = " + Math.max(1, within.toSeconds()));
      String also =
          plan.method() == ShrinkMethod.EXCHANGE_PARTITION ? ", " + copy.quoted() + " WRITE" : "";
      statement.execute("LOCK TABLES " + table.quoted() + " WRITE" + also);
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == ER_LOCK_WAIT_TIMEOUT) {
        return false;
      }
      throw failed("lock", e);
    }
  }

  @Override
  public void exchange() {
    alter(" EXCHANGE PARTITION ");
  }

  @Override
  public void truncate() {
    alter(" TRUNCATE PARTITION ");
  }

  /** As the plan has it, to the letter. */
  private void alter(String what) {
    update(
        plan.statements().stream()
            .filter(sql -> sql.startsWith("ALTER TABLE " + table.quoted() + what))
            .findFirst()
            .orElseThrow());
  }

  @Override
  public void unlock() {
    update("UNLOCK TABLES");
  }

  @Override
  public void dropCopy() {
    update("DROP TABLE IF EXISTS " + copy.quoted());
  }

  @Override
  public void close() {
    Sessions.abandon(connection);
  }

  private Content content(String from, TableName name) throws SQLException {
    String sum = "COALESCE(SUM(CAST(CONV(SUBSTRING(h, %d, 15), 16, 10) AS UNSIGNED)), 0)";
    String sql =
        "SELECT COUNT(*), COUNT(h), "
            + sum.formatted(1)
            + ", "
            + sum.formatted(16)
            + " FROM (SELECT "
            + checksum().of(name)
            + " AS h FROM "
            + from
            + ") all_rows";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      if (row.getLong(1) != row.getLong(2)) {
        throw new TargetException("a value of " + name + " cannot be compared");
      }
      return new Content(row.getLong(1), row.getString(3), row.getString(4));
    }
  }

  /** Asked for once, before anybody waits. */
  private RowChecksum checksum() throws SQLException {
    RowChecksum known = checksum;
    if (known == null) {
      known = RowChecksum.of(connection, table);
      checksum = known;
    }
    return known;
  }

  private long update(String sql) {
    try (Statement statement = connection.createStatement()) {
      return statement.executeLargeUpdate(sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  private TargetException failed(String what, SQLException e) {
    return new TargetException(plan.subject() + ": " + what + ": " + Target.firstLine(e), e);
  }
}
