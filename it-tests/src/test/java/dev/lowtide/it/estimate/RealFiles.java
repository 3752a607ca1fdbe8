package dev.lowtide.it.estimate;

import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.scheduler.estimate.FileMeasurer;
import dev.lowtide.scheduler.estimate.Measurement;
import dev.lowtide.scheduler.estimate.Measurer.Measured;
import dev.lowtide.scheduler.estimate.Measurer.Outcome;
import dev.lowtide.scheduler.innodb.ScanLimits;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables of a server whose files can be reached. */
final class RealFiles implements AutoCloseable {

  static final String SCHEMA = "files";
  private static final int CHUNK = 3000;

  final BundledMySql server;
  final Connection session;

  RealFiles(String... options) throws IOException, InterruptedException, SQLException {
    server = BundledMySql.start(options);
    session = server.connect();
    run("CREATE DATABASE " + SCHEMA, "USE " + SCHEMA);
    run("SET SESSION cte_max_recursion_depth = 1000000");
    run("CREATE TABLE nums (n INT PRIMARY KEY)");
    run(
        "INSERT INTO nums WITH RECURSIVE r AS (SELECT 1 n UNION ALL SELECT n + 1 FROM r"
            + " WHERE n < 100000) SELECT n FROM r");
  }

  void run(String... statements) throws SQLException {
    try (Statement statement = session.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  long number(String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Has the server write every page of the table into its file. */
  void settle(String table) throws SQLException {
    run("FLUSH TABLES " + table + " FOR EXPORT", "UNLOCK TABLES");
  }

  List<Path> filesOf(String table) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            server.dataDirectory().resolve(SCHEMA), "{" + table + "," + table + "#p#*}.ibd")) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    return files;
  }

  long bytesOf(String table) throws IOException {
    long bytes = 0;
    for (Path file : filesOf(table)) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  Measurement measured(String table) throws IOException, SQLException {
    Outcome outcome = new FileMeasurer(ScanLimits.DEFAULT).measure(filesOf(table), indexNames());
    if (outcome instanceof Measured measured) {
      return measured.measurement();
    }
    throw new AssertionError(outcome.toString());
  }

  private Map<Long, String> indexNames() throws SQLException {
    Map<Long, String> names = new HashMap<>();
    try (Statement statement = session.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT INDEX_ID, NAME FROM INFORMATION_SCHEMA.INNODB_INDEXES")) {
      while (rows.next()) {
        names.put(rows.getLong(1), rows.getString(2));
      }
    }
    return names;
  }

  /** As a shadow copy does it: rows in the order of their key, and keys afterwards. */
  void rebuild(String table, String into, String keys) throws SQLException {
    run("CREATE TABLE " + into + " LIKE " + table);
    for (String key : keys.isEmpty() ? List.<String>of() : List.of(keys.split(" "))) {
      run("ALTER TABLE " + into + " DROP KEY " + key);
    }
    long last = Long.MIN_VALUE;
    for (long rows = CHUNK; rows == CHUNK; ) {
      String next = " FROM " + table + " WHERE id > " + last + " ORDER BY id LIMIT " + CHUNK;
      run("REPLACE INTO " + into + " SELECT *" + next);
      rows = number("SELECT COUNT(*) FROM (SELECT id" + next + ") chunk");
      last = rows == 0 ? last : number("SELECT MAX(id) FROM (SELECT id" + next + ") chunk");
    }
    List<String> added = new ArrayList<>();
    for (String key : keys.isEmpty() ? List.<String>of() : List.of(keys.split(" "))) {
      added.add("ADD KEY " + key + " (" + key + ")");
    }
    if (!added.isEmpty()) {
      run("ALTER TABLE " + into + " " + String.join(", ", added));
    }
    settle(into);
  }

  @Override
  public void close() throws SQLException {
    session.close();
    server.close();
  }
}
