package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.execute.PartitionServer;
import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.plan.PartitionPlanner;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Works on one partition at the target. Safe for any thread. */
public final class MySqlPartitionServer implements PartitionServer, PartitionPlanner.Look {

  /**
   * The copy gets the values to the letter: old dates, and zero as a key. What others write while
   * it is read shows in the comparison, so nobody is locked out for it.
   */
  private static final List<String> SETTINGS =
      List.of(
          "SET SESSION sql_mode ="
              + " 'STRICT_TRANS_TABLES,ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'",
          "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
          "SET SESSION lock_wait_timeout = 2",
          "SET SESSION sql_safe_updates = OFF");

  private static final String FILE_SIZE =
      """
      SELECT COALESCE(SUM(FILE_SIZE), 0) FROM information_schema.INNODB_TABLESPACES
      WHERE NAME = ?""";

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
    return target.ask(connection -> fileSize(connection, table, partition));
  }

  /** Nothing if there is no such file. */
  private static ByteSize fileSize(Connection connection, TableName table, String partition)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FILE_SIZE)) {
      statement.setString(1, fileName(table, partition));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new ByteSize(row.getLong(1));
      }
    }
  }

  /** InnoDB writes names of partitions in lower case, whatever they are. */
  static String fileName(TableName table, String partition) {
    String lower = partition.toLowerCase(Locale.ROOT);
    String encoded = FileName.of(new TableName(table.schema(), lower)).orElse("/");
    return FileName.of(table).orElse("")
        + "#p#"
        + encoded.substring(encoded.indexOf('/') + 1).replace("@002f", "#sp#");
  }

  static boolean isEmpty(Connection connection, TableName table, String partition)
      throws SQLException {
    return Target.text(connection, "SELECT 1 FROM " + from(table, partition) + " LIMIT 1")
        .isEmpty();
  }

  static String from(TableName table, String partition) {
    return table.quoted() + " PARTITION (" + Columns.quoted(partition) + ")";
  }
}
