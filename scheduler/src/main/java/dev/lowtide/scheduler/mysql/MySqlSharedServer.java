package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.space.Deed;
import dev.lowtide.scheduler.space.SharedServer;
import dev.lowtide.scheduler.space.SharedSpace;
import dev.lowtide.scheduler.space.SharedSpace.Tenant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tablespaces that tables share, at the target. Safe for any thread. */
public final class MySqlSharedServer implements SharedServer, Deed {

  /** Schemas of the server's own. */
  private static final Set<String> OF_SERVER = Set.of("mysql", "sys");

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
      SELECT t.SPACE, t.NAME, COALESCE(s.pages * @@innodb_page_size, 0)
      FROM information_schema.INNODB_TABLES t
      LEFT JOIN (SELECT CONCAT(database_name, '/', table_name) AS name, SUM(stat_value) AS pages
          FROM mysql.innodb_index_stats WHERE stat_name = 'size' GROUP BY name) s
        ON s.name = t.NAME COLLATE utf8mb3_bin
      WHERE t.SPACE_TYPE IN ('General', 'System') AND t.NAME LIKE '%/%'
        AND t.NAME NOT LIKE 'mysql/%' AND t.NAME NOT LIKE 'sys/%' AND t.NAME NOT LIKE '%/fts\\_%'
      ORDER BY t.NAME""";

  /** Of partitions each has a line. Only what begins like it is a partition of the table. */
  private static final String HOME =
      """
      SELECT t.SPACE, t.SPACE_TYPE, t.NAME FROM information_schema.INNODB_TABLES t
      WHERE t.SPACE_TYPE IN ('General', 'System')
        AND (t.NAME = ? OR LEFT(t.NAME, CHAR_LENGTH(?) + 3) = CONCAT(?, '#p#'))""";

  private static final String SIZE =
      """
      SELECT COALESCE(SUM(stat_value) * @@innodb_page_size, 0) FROM mysql.innodb_index_stats
      WHERE database_name = SUBSTRING_INDEX(?, '/', 1)
        AND table_name = SUBSTRING_INDEX(?, '/', -1) AND stat_name = 'size'""";

  private static final String NAME =
      "SELECT NAME FROM information_schema.INNODB_TABLESPACES WHERE SPACE = ";

  private final Target target;

  public MySqlSharedServer(Target target) {
    this.target = target;
  }

  @Override
  public List<SharedSpace> spaces() {
    return target.ask(MySqlSharedServer::spaces);
  }

  @Override
  public Optional<Home> homeOf(TableName table) {
    Optional<String> file = FileName.of(table);
    return file.isEmpty() || OF_SERVER.contains(table.schema())
        ? Optional.empty()
        : target.ask(connection -> homeOf(connection, table, file.get()));
  }

  private static Optional<Home> homeOf(Connection connection, TableName table, String file)
      throws SQLException {
    String name = "";
    long bytes = 0;
    try (PreparedStatement statement = connection.prepareStatement(HOME)) {
      statement.setString(1, file);
      statement.setString(2, file);
      statement.setString(3, file);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (FileName.table(row.getString(3)).filter(table::equals).isPresent()) {
            name = row.getString(2).equals("System") ? SharedSpace.SYSTEM : name(connection, row);
            bytes += size(connection, row.getString(3));
          }
        }
      }
    }
    return name.isEmpty() ? Optional.empty() : Optional.of(new Home(name, new ByteSize(bytes)));
  }

  private static String name(Connection connection, ResultSet row) throws SQLException {
    return Target.text(connection, NAME + row.getLong(1));
  }

  private static long size(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SIZE)) {
      statement.setString(1, name);
      statement.setString(2, name);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
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
