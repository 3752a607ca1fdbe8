package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.execute.PartitionServer;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The session that truncates one partition. Confined to the attempt's thread. */
final class MySqlPartitionSession implements PartitionServer.Session {

  private static final int ER_LOCK_WAIT_TIMEOUT = 1205;

  private final Connection connection;
  private final long threadId;
  private final ShrinkPlan plan;

  MySqlPartitionSession(Connection connection, ShrinkPlan plan) throws SQLException {
    this.connection = connection;
    this.plan = plan;
    this.threadId = TargetDataSource.threadId(connection);
  }

  @Override
  public long threadId() {
    return threadId;
  }

  @Override
  public boolean isEmpty() {
    try {
      return MySqlPartitionServer.isEmpty(connection, plan.table(), plan.subject().name());
    } catch (SQLException e) {
      throw failed("look into", e);
    }
  }

  /** The server counts whole seconds; the watch over the hold is quicker. */
  @Override
  public boolean lock(Duration within) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION lock_wait_timeout = " + Math.max(1, within.toSeconds()));
      statement.execute("LOCK TABLES " + plan.table().quoted() + " WRITE");
      return true;
    } catch (SQLException e) {
      if (e.getErrorCode() == ER_LOCK_WAIT_TIMEOUT) {
        return false;
      }
      throw failed("lock", e);
    }
  }

  /** As the plan has it, to the letter. */
  @Override
  public void truncate() {
    update(
        plan.statements().stream()
            .filter(sql -> sql.startsWith("ALTER TABLE " + plan.table().quoted() + " TRUNCATE"))
            .findFirst()
            .orElseThrow());
  }

  @Override
  public void unlock() {
    update("UNLOCK TABLES");
  }

  @Override
  public void close() {
    Sessions.abandon(connection);
  }

  private void update(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(sql, e);
    }
  }

  private TargetException failed(String what, SQLException e) {
    return new TargetException(plan.subject() + ": " + what + ": " + Target.firstLine(e), e);
  }
}
