package dev.lowtide.it.copy;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.mysql.MySqlCopyRegistry;
import dev.lowtide.scheduler.mysql.MySqlShadowTables;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Collectors;

/** A server with a schema to copy tables from, and nothing of ours in it yet. */
final class CopyLab implements AutoCloseable {

  static final String SCHEMA = "copy_lab";
  static final BinlogPosition START = new BinlogPosition("binlog.000001", 4);

  final Connection connection;
  final Target target;
  final MySqlCopyRegistry registry;
  final RealPace pace = new RealPace();
  final MySqlShadowTables shadows;

  private CopyLab(Connection connection, Target target) {
    this.connection = connection;
    this.target = target;
    this.registry = new MySqlCopyRegistry(target);
    this.shadows = new MySqlShadowTables(target, pace, Duration.ofSeconds(30));
  }

  static CopyLab open() throws Exception {
    TestServer server = Lab.server();
    Connection connection =
        TestServer.connect(
            server.host(), server.port(), server.user(), server.password(), "sslMode=PREFERRED");
    clear(connection);
    Lab.execute(connection, "CREATE DATABASE copy_lab", "USE copy_lab");
    return new CopyLab(connection, target(server.user(), server.password()));
  }

  static Target target(String user, String password) throws Exception {
    TestServer server = Lab.server();
    return new Target(new TargetConfig(server.host(), server.port(), user, password, 2));
  }

  /** The table is there, and a copy of it registered. */
  CopyRecord register(String table) {
    return register(Subject.of(new TableName(SCHEMA, table)));
  }

  /** The same of a table or one partition of it. */
  CopyRecord register(Subject subject) {
    TableName original = subject.table();
    return registry.register(
        "lab/" + original.table(),
        subject,
        shadows.fingerprint(original),
        target.serverId(),
        START);
  }

  /** All rows at once, as no copy of a table in use would. */
  void copyRows(CopyTable table) throws Exception {
    String columns =
        table.columns().stream()
            .map(column -> "`" + column.replace("`", "``") + "`")
            .collect(Collectors.joining(", "));
    Lab.execute(connection, "SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'");
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(
          String.format(
              "REPLACE INTO %s (%s) SELECT %s FROM %s",
              table.shadow().quoted(), columns, columns, table.original().quoted()));
    }
    Lab.execute(connection, "SET SESSION sql_mode = DEFAULT");
  }

  @Override
  public void close() throws Exception {
    clear(connection);
    connection.close();
    target.close();
  }

  private static void clear(Connection connection) throws Exception {
    Lab.execute(
        connection,
        "DROP DATABASE IF EXISTS copy_lab",
        "DROP DATABASE IF EXISTS lowtide",
        "DROP DATABASE IF EXISTS lowtide_new",
        "DROP DATABASE IF EXISTS lowtide_old");
  }
}
