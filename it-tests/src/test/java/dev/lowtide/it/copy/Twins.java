package dev.lowtide.it.copy;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.mysql.MySqlTwinReader;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.verify.TwinReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A table, its copy, and whoever compares them. */
final class Twins implements AutoCloseable {

  static final String HERE = "lab_twins";
  static final String THERE = "lab_twins_new";
  static final String ORIGINAL = HERE + ".twin";
  static final String COPY = THERE + ".twin";

  final Connection connection;
  private final Target target;

  Twins() throws Exception {
    TestServer server = Lab.server();
    connection = server.connect();
    target =
        new Target(
            new TargetConfig(
                server.host(),
                server.port(),
                server.user(),
                server.password(),
                TargetConfig.CONNECTIONS));
    execute(
        "SET SESSION sql_mode = 'ALLOW_INVALID_DATES,NO_AUTO_VALUE_ON_ZERO'",
        "SET SESSION time_zone = '+00:00'",
        "DROP DATABASE IF EXISTS " + HERE,
        "DROP DATABASE IF EXISTS " + THERE,
        "CREATE DATABASE " + HERE,
        "CREATE DATABASE " + THERE,
        "USE " + HERE);
  }

  /** Both tables, with these columns and keys, and no rows. */
  void create(String definition) throws SQLException {
    execute(
        "DROP TABLE IF EXISTS " + ORIGINAL + ", " + COPY,
        "CREATE TABLE " + ORIGINAL + " (" + definition + ")",
        "CREATE TABLE " + COPY + " (" + definition + ")");
  }

  void executeInBoth(String sql) throws SQLException {
    execute(sql.replace("TWIN", ORIGINAL), sql.replace("TWIN", COPY));
  }

  void execute(String... statements) throws SQLException {
    Lab.execute(connection, statements);
  }

  TwinReader reader(KeyColumn... key) {
    return new MySqlTwinReader(target, table(key));
  }

  static CopyTable table(KeyColumn... key) {
    return new CopyTable(
        new TableName(HERE, "twin"),
        new TableName(THERE, "twin"),
        new TableName("lowtide_old", "1_twin"),
        "PRIMARY",
        List.of(key),
        List.of(),
        0);
  }

  static KeyColumn id() {
    return new KeyColumn("id", 0, "int", false, "", 0);
  }

  /** Rows of the original, and which of them differ, read in parts of so many rows. */
  static Whole compare(TwinReader reader, int rowsMax) {
    Set<RowKey> differing = new HashSet<>();
    TwinReader.Span span = reader.compare(null, rowsMax);
    long rows = span.rows();
    differing.addAll(span.differing());
    while (!span.isLast()) {
      span = reader.compare(span.upTo(), rowsMax);
      rows += span.rows();
      differing.addAll(span.differing());
    }
    return new Whole(rows, differing);
  }

  /** All spans together. */
  record Whole(long rows, Set<RowKey> differing) {}

  @Override
  public void close() throws SQLException {
    execute("DROP DATABASE " + HERE, "DROP DATABASE " + THERE);
    target.close();
    connection.close();
  }
}
