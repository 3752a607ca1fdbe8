package dev.lowtide.it.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * The table that sysbench's OLTP programs work on, with most of its rows deleted: some 163 MB with
 * 600,000 rows, of which seven of ten are gone.
 */
final class DeadTable {

  static final String SCHEMA = "sbtest";
  static final String TABLE = "sbtest1";

  private static final int SEED_ROWS = 25_000;

  /** Until purge has caught up; the file is as dead as it gets then. */
  private static final long PURGE_SECONDS_MAX = 60;

  private static final int HISTORY_MAX = 50;

  private final Connection connection;

  DeadTable(Connection connection) {
    this.connection = connection;
  }

  /** Makes it anew with at least so many rows, then deletes so many tenths of them. */
  void make(long rows, int deadTenths) throws SQLException, InterruptedException {
    execute(
        "CREATE DATABASE IF NOT EXISTS " + SCHEMA,
        "USE " + SCHEMA,
        "DROP TABLE IF EXISTS " + TABLE,
        "CREATE TABLE "
            + TABLE
            + " (id INT NOT NULL AUTO_INCREMENT, k INT NOT NULL DEFAULT 0, c CHAR(120) NOT NULL"
            + " DEFAULT '', pad CHAR(60) NOT NULL DEFAULT '', PRIMARY KEY (id), KEY k_1 (k))",
        "SET SESSION cte_max_recursion_depth = " + SEED_ROWS,
        "INSERT INTO "
            + TABLE
            + " (k, c, pad) WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE"
            + " i < "
            + SEED_ROWS
            + ") SELECT FLOOR(RAND() * 600000), "
            + digits(10)
            + ", "
            + digits(5)
            + " FROM n");
    for (long have = SEED_ROWS; have < rows; have += SEED_ROWS) {
      execute(
          "INSERT INTO "
              + TABLE
              + " (k, c, pad) SELECT FLOOR(RAND() * 600000), REVERSE(c), pad FROM "
              + TABLE
              + " LIMIT "
              + SEED_ROWS);
    }
    long last = number("SELECT MAX(id) FROM " + TABLE);
    for (long from = 0; from <= last; from += SEED_ROWS) {
      execute(
          "DELETE FROM "
              + TABLE
              + " WHERE id > "
              + from
              + " AND id <= "
              + (from + SEED_ROWS)
              + " AND id % 10 < "
              + deadTenths);
    }
    awaitPurge();
  }

  private static String digits(int groups) {
    String group = "LPAD(FLOOR(RAND() * 100000000000), 11, '0')";
    return "CONCAT_WS('-'" + (", " + group).repeat(groups) + ")";
  }

  private void awaitPurge() throws SQLException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PURGE_SECONDS_MAX);
    String history =
        "SELECT COUNT FROM information_schema.INNODB_METRICS WHERE NAME = 'trx_rseg_history_len'";
    while (number(history) > HISTORY_MAX && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  /** Of its file. */
  long bytes() throws SQLException {
    return number(
        "SELECT FILE_SIZE FROM information_schema.INNODB_TABLESPACES WHERE NAME = '"
            + SCHEMA
            + "/"
            + TABLE
            + "'");
  }

  long lastId() throws SQLException {
    return number("SELECT MAX(id) FROM " + SCHEMA + "." + TABLE);
  }

  void execute(String... statements) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  private long number(String query) throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
