package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.PartitionServer;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.plan.PartitionPlanner;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Looks into partitions at the target, and truncates empty ones. Safe for any thread. */
public final class MySqlPartitionServer implements PartitionServer, PartitionPlanner.Look {

  private static final List<String> SETTINGS = List.of("SET SESSION lock_wait_timeout = 2");

  private final Target target;

  public MySqlPartitionServer(Target target) {
    this.target = target;
  }

  @Override
  public Session open(ShrinkPlan plan) {
    try {
      return new MySqlPartitionSession(target.session(SETTINGS), plan);
    } catch (SQLException e) {
      throw new TargetException("no session for " + plan.subject() + ": " + Target.firstLine(e), e);
    }
  }

  @Override
  public Set<Long> threadsWithoutReadView() {
    return target.watch(TransactionsWithoutView::of);
  }

  @Override
  public List<InTheWay> inTheWay(Collection<TableName> tables) {
    return MySqlSwapServer.inTheWay(target, tables);
  }

  @Override
  public boolean isEmpty(TableName table, String partition) {
    return target.ask(connection -> isEmpty(connection, table, partition));
  }

  @Override
  public ByteSize fileSize(TableName table, String partition) {
    return target.ask(connection -> PartitionFile.size(connection, table, partition));
  }

  static boolean isEmpty(Connection connection, TableName table, String partition)
      throws SQLException {
    String sql = "SELECT 1 FROM " + OriginalRows.of(table, partition) + " LIMIT 1";
    return Target.text(connection, sql).isEmpty();
  }
}
