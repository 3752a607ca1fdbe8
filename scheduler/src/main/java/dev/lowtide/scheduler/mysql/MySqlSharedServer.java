package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.space.Deed;
import dev.lowtide.scheduler.space.SharedServer;
import dev.lowtide.scheduler.space.SharedSpace;
import dev.lowtide.scheduler.space.SharedSpace.Tenant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tablespaces that tables share, at the target. Safe for any thread. */
public final class MySqlSharedServer implements SharedServer, Deed {

  private static final String SPACES =
      """
      SELECT SPACE, NAME, FILE_SIZE FROM information_schema.INNODB_TABLESPACES
      WHERE SPACE_TYPE = 'General' AND NAME <> 'mysql'""";

  /** The system tablespace is not among the others; it may have several files. */
  private static final String SYSTEM =
      """
      SELECT COALESCE(SUM(TOTAL_EXTENTS * EXTENT_SIZE), 0) FROM information_schema.FILES
      WHERE TABLESPACE_NAME = 'innodb_system'""";

  /** Tables of users only: the server's own are in a tablespace of its own. */
  private static final String TABLES =
      """
      SELECT t.SPACE, t.NAME, COALESCE((SELECT SUM(s.stat_value) * @@innodb_page_size
        FROM mysql.innodb_index_stats s WHERE s.stat_name = 'size'
          AND CONCAT(s.database_name, '/', s.table_name) = t.NAME COLLATE utf8mb3_bin), 0)
      FROM information_schema.INNODB_TABLES t
      WHERE t.SPACE_TYPE IN ('General', 'System') AND t.NAME LIKE '%/%'
        AND t.NAME NOT LIKE 'mysql/%' AND t.NAME NOT LIKE 'sys/%' AND t.NAME NOT LIKE '%/fts\\_%'
      ORDER BY t.NAME""";

  private final Target target;

  public MySqlSharedServer(Target target) {
    this.target = target;
  }

  @Override
  public List<SharedSpace> spaces() {
    return target.ask(MySqlSharedServer::spaces);
  }

  @Override
  public void execute(ShrinkPlan plan) {
    Statements.execute(target, plan);
  }

  @Override
  public String doubts(ShrinkPlan plan) {
    boolean isThere =
        spaces().stream().anyMatch(space -> space.name().equals(plan.subject().name()));
    return isThere ? plan.subject() + " is still there" : "";
  }

  private static List<SharedSpace> spaces(Connection connection) throws SQLException {
    Map<Long, List<Tenant>> tenants = tenants(connection);
    List<SharedSpace> spaces = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(SPACES)) {
      while (row.next()) {
        spaces.add(
            new SharedSpace(
                row.getString(2),
                new ByteSize(row.getLong(3)),
                tenants.getOrDefault(row.getLong(1), List.of())));
      }
    }
    long system = Long.parseLong(Target.text(connection, SYSTEM));
    spaces.add(
        new SharedSpace(
            SharedSpace.SYSTEM, new ByteSize(system), tenants.getOrDefault(0L, List.of())));
    return spaces;
  }

  private static Map<Long, List<Tenant>> tenants(Connection connection) throws SQLException {
    Map<Long, List<Tenant>> tenants = new LinkedHashMap<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(TABLES)) {
      while (row.next()) {
        Optional<TableName> name = FileName.table(row.getString(2));
        ByteSize size = new ByteSize(row.getLong(3));
        long space = row.getLong(1);
        name.ifPresent(
            table ->
                tenants
                    .computeIfAbsent(space, id -> new ArrayList<>())
                    .add(new Tenant(table, size)));
      }
    }
    return tenants;
  }
}
