package dev.lowtide.it.bench;

import dev.lowtide.it.harness.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes tables of the corpus on a server, and rebuilds them. Confined to one thread. */
final class CorpusServer implements AutoCloseable {

  static final String SCHEMA = "lowtide_corpus";
  private static final String SHADOW = SCHEMA + ".rebuilt";

  /** Rows in one statement. */
  private static final long CHUNK = 50_000;

  private static final long PURGE_SECONDS_MAX = 300;

  private static final Pattern COUNTER = Pattern.compile("Trx id counter (\\d+)");
  private static final Pattern PURGED = Pattern.compile("Purge done for trx's n:o < (\\d+)");

  private final Connection connection;
  private final long seed;

  CorpusServer(TestServer server, long seed) throws SQLException {
    this.connection = server.connect();
    this.seed = seed;
    log(false);
    execute("DROP DATABASE IF EXISTS " + SCHEMA);
    execute("CREATE DATABASE " + SCHEMA + " CHARACTER SET utf8mb4");
    execute("USE " + SCHEMA);
    execute(
        "SET SESSION cte_max_recursion_depth = "
            + CHUNK
            + ", information_schema_stats_expiry = 0, sql_mode = '', innodb_ddl_threads = 1,"
            + " innodb_parallel_read_threads = 1");
    execute("CREATE TABLE tick (id INT PRIMARY KEY, v BIGINT NOT NULL)");
    execute("INSERT INTO tick VALUES (1, 0)");
    execute("CREATE TABLE number (i INT PRIMARY KEY)");
    execute(
        "INSERT INTO number WITH RECURSIVE c AS (SELECT 0 AS i UNION ALL SELECT i + 1 FROM c WHERE"
            + " i < "
            + (CHUNK - 1)
            + ") SELECT i FROM c");
  }

  /** Whether what it does is in the binary log, without which no copy can follow it. */
  void log(boolean isLogged) throws SQLException {
    execute("SET SESSION sql_log_bin = " + (isLogged ? 1 : 0));
  }

  /** Makes it, fills it, changes it, and waits until purge is done and all of it is in its file. */
  void make(CorpusTable table, double scale) throws SQLException, InterruptedException {
    long rows = Math.max(1, Math.round(table.rows() * scale));
    execute("CREATE TABLE " + table.name() + " " + table.definition() + " " + table.options());
    for (long from = 0; from < rows; from += CHUNK) {
      String values =
          String.join(", ", table.values())
              .replaceAll("\\bseed\\b", String.valueOf(seed))
              .replaceAll("\\bi\\b", "(" + from + " + number.i)");
      execute(
          "INSERT IGNORE INTO "
              + table.name()
              + " ("
              + String.join(", ", table.columns())
              + ") SELECT "
              + values
              + " FROM number WHERE number.i < "
              + (rows - from));
    }
    for (String change : table.changes()) {
      execute(change.replace("{t}", table.name()).replace("{rows}", String.valueOf(rows)));
    }
    awaitPurge();
    awaitPurge();
    flush(table.name());
  }

  /** Purge works in batches, and has begun with one when it is past it: so this is done twice. */
  private void awaitPurge() throws SQLException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PURGE_SECONDS_MAX);
    long number = status(COUNTER);
    execute("UPDATE tick SET v = v + 1");
    while (status(PURGED) <= number) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(
            "purge has not come to transaction " + number + " (expected: within 300 s)");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private long status(Pattern pattern) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SHOW ENGINE INNODB STATUS")) {
      row.next();
      Matcher matcher = pattern.matcher(row.getString(3));
      return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
  }

  private void flush(String table) throws SQLException {
    execute("FLUSH LOCAL TABLES " + table + " FOR EXPORT");
    execute("UNLOCK TABLES");
  }

  /**
   * Rebuilds it as a shadow copy does: rows in the order of their key into a table without keys
   * that are not unique, and those added afterwards.
   *
   * @return the size of its file or files
   */
  long rebuild(CorpusTable table) throws SQLException, InterruptedException {
    execute("DROP TABLE IF EXISTS " + SHADOW);
    execute("CREATE TABLE " + SHADOW + " LIKE " + table.name());
    Map<String, String> keys = laterKeys(table);
    if (!keys.isEmpty()) {
      execute(
          "ALTER TABLE "
              + SHADOW
              + " DROP KEY `"
              + String.join("`, DROP KEY `", keys.keySet())
              + "`");
    }
    String columns = String.join(", ", table.columns());
    execute(
        "REPLACE INTO "
            + SHADOW
            + " ("
            + columns
            + ") SELECT "
            + columns
            + " FROM "
            + table.name()
            + " FORCE INDEX (PRIMARY) ORDER BY "
            + primaryKey(table));
    awaitPurge();
    awaitPurge();
    for (String key : keys.values()) {
      execute("ALTER TABLE " + SHADOW + " ADD " + key + ", ALGORITHM=INPLACE, LOCK=SHARED");
    }
    return fileSize("rebuilt");
  }

  private String primaryKey(CorpusTable table) throws SQLException {
    Matcher key = Pattern.compile("PRIMARY KEY \\((.*)\\)").matcher(created(table));
    if (!key.find()) {
      throw new IllegalStateException(table.name() + " has no primary key (expected: one)");
    }
    return key.group(1);
  }

  /** Names and definitions of those that are not unique. */
  private Map<String, String> laterKeys(CorpusTable table) throws SQLException {
    Map<String, String> keys = new LinkedHashMap<>();
    Matcher key =
        Pattern.compile("^ +(KEY `([^`]+)` .*?),?$", Pattern.MULTILINE).matcher(created(table));
    while (key.find()) {
      keys.put(key.group(2), key.group(1));
    }
    return keys;
  }

  /** Names of keys that are there before the rows. */
  Set<String> earlierKeys(CorpusTable table) throws SQLException {
    Set<String> keys = new TreeSet<>();
    Matcher key = Pattern.compile("UNIQUE KEY `([^`]+)`").matcher(created(table));
    while (key.find()) {
      keys.add(key.group(1));
    }
    return keys;
  }

  private String created(CorpusTable table) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SHOW CREATE TABLE " + table.name())) {
      row.next();
      return row.getString(2);
    }
  }

  void drop(CorpusTable table) throws SQLException {
    execute("DROP TABLE IF EXISTS " + SHADOW + ", " + table.name());
  }

  /** Of all its files. */
  long fileSize(String table) throws SQLException {
    return number(
        "SELECT COALESCE(SUM(FILE_SIZE), 0) FROM information_schema.INNODB_TABLESPACES WHERE NAME ="
            + " '"
            + SCHEMA
            + "/"
            + table
            + "' OR NAME LIKE '"
            + SCHEMA
            + "/"
            + table.replace("_", "\\_")
            + "#p#%'");
  }

  long dataFree(String table) throws SQLException {
    return number(
        "SELECT DATA_FREE FROM information_schema.TABLES WHERE TABLE_SCHEMA = '"
            + SCHEMA
            + "' AND TABLE_NAME = '"
            + table
            + "'");
  }

  private long number(String query) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String statement) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Override
  public void close() throws SQLException {
    execute("DROP DATABASE IF EXISTS " + SCHEMA);
    connection.close();
  }
}
