package dev.lowtide.it.copy;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.mysql.MySqlCopyRegistry;
import dev.lowtide.scheduler.mysql.MySqlCopySession;
import dev.lowtide.scheduler.mysql.MySqlServerLog;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A server with a table and an empty shadow beside it, and a copy of it in the registry. */
final class EngineLab implements AutoCloseable {

  static final String SCHEMA = "copy_engine";

  final Connection connection;
  final Target target;
  final MySqlCopyRegistry registry;
  final MySqlServerLog log;

  EngineLab() throws Exception {
    TestServer server = Lab.server();
    connection = connect();
    target =
        new Target(
            new TargetConfig(server.host(), server.port(), server.user(), server.password(), 2));
    registry = new MySqlCopyRegistry(target);
    log = new MySqlServerLog(target);
    Lab.execute(
        connection,
        "DROP DATABASE IF EXISTS copy_engine",
        "CREATE DATABASE copy_engine",
        "USE copy_engine",
        "SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'",
        "SET SESSION time_zone = '+00:00', cte_max_recursion_depth = 100000");
  }

  static Connection connect() throws Exception {
    TestServer server = Lab.server();
    return TestServer.connect(
        server.host(), server.port(), server.user(), server.password(), "sslMode=PREFERRED");
  }

  /**
   * Every second of 4000 rows is in the table; all of them are in the one that has {@code _all}.
   */
  CopyRecord make(KeyKind kind) throws Exception {
    String columns =
        "n INT NOT NULL, v VARCHAR(50), twice INT AS (n * 2) STORED, KEY (n), " + kind.columns;
    Lab.execute(
        connection,
        "CREATE TABLE t_all (" + columns + ") CHARSET utf8mb4 " + kind.options,
        "INSERT INTO t_all ("
            + String.join(", ", names(kind))
            + ", n, v) WITH RECURSIVE numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers"
            + " WHERE n < 3999) SELECT "
            + kind.values
            + ", n, CONCAT('value ', n) FROM numbers",
        "CREATE TABLE t LIKE t_all",
        "INSERT INTO t (" + all(kind) + ") SELECT " + all(kind) + " FROM t_all WHERE n % 2 = 0");
    return register("t");
  }

  static String all(KeyKind kind) {
    return String.join(", ", names(kind)) + ", n, v";
  }

  private static List<String> names(KeyKind kind) {
    return List.of("a", "b", "c").stream()
        .filter(name -> kind.columns.matches("(?s)(.*, )?" + name + " [A-Z]+.*"))
        .toList();
  }

  /** A copy of a table that is there, with a shadow as it is without any trouble. */
  CopyRecord register(String table) throws Exception {
    String owner = "engine/" + table;
    registry.find(owner).ifPresent(record -> registry.forget(record.id()));
    TableName original = new TableName(SCHEMA, table);
    CopyRecord record =
        registry.register(owner, Subject.of(original), "as it was", log.serverUuid(), log.end());
    String shadow = record.table().shadow().quoted();
    Lab.execute(
        connection,
        "DROP TABLE IF EXISTS " + shadow,
        "CREATE TABLE " + shadow + " LIKE " + original.quoted());
    return record;
  }

  MySqlCopySession session(CopyRecord record) {
    return new MySqlCopySession(target, record.table(), record.id());
  }

  /** The sum of all rows, as the server's own statement for that has it. */
  String checksum(TableName table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("CHECKSUM TABLE " + table.quoted())) {
      row.next();
      return row.getString(2)
          + " of "
          + Lab.ask(connection, "SELECT COUNT(*) FROM " + table.quoted());
    }
  }

  /** Keys by the number that their rows have, of the table with all of them. */
  Map<Integer, RowKey> keys(CopyTable table) throws SQLException {
    String selected =
        table.key().stream().map(KeyColumn::selected).collect(Collectors.joining(", "));
    Map<Integer, RowKey> keys = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT n, " + selected + " FROM t_all")) {
      while (row.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
          values.add(row.getString(i + 2));
        }
        keys.put(row.getInt(1), new RowKey(values));
      }
    }
    return keys;
  }

  /** How many rows a session has had the storage engine read for it. */
  long rowsRead(long threadId) throws SQLException {
    return Long.parseLong(
        String.valueOf(
            Lab.ask(
                connection,
                "SELECT CAST(SUM(s.VARIABLE_VALUE) AS SIGNED) FROM"
                    + " performance_schema.status_by_thread s JOIN performance_schema.threads t"
                    + " USING (THREAD_ID) WHERE t.PROCESSLIST_ID = "
                    + threadId
                    + " AND s.VARIABLE_NAME LIKE 'Handler\\_read\\_%'")));
  }

  @Override
  public void close() throws Exception {
    for (CopyRecord record : registry.all()) {
      if (record.owner().startsWith("engine/")) {
        Lab.execute(connection, "DROP TABLE IF EXISTS " + record.table().shadow().quoted());
        registry.forget(record.id());
      }
    }
    Lab.execute(connection, "DROP DATABASE IF EXISTS copy_engine");
    connection.close();
    target.close();
  }
}
