package dev.lowtide.it.bench;

import dev.lowtide.it.harness.BundledMySql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Shows that a native in-place rebuild loses rows on the bundled MySQL 8.0.31, without Lowtide and
 * without any concurrent write: purge removing earlier deletes is enough. Then shows the same
 * number of trials with ALGORITHM=COPY.
 *
 * <p>It is a race, so it takes as many trials as it takes, and one clean run proves nothing:
 *
 * <pre>java -cp it-tests/target/lowtide-demo.jar dev.lowtide.it.bench.NativeRebuildRace [TRIALS]
 * </pre>
 */
public final class NativeRebuildRace {

  private static final int TRIALS = 40;
  private static final int ROWS = 150_000;
  private static final int DELETES = 50;
  private static final int DELAY_MILLIS_MAX = 150;

  private final Connection connection;
  private final Connection oldView;

  private NativeRebuildRace(Connection connection, Connection oldView) {
    this.connection = connection;
    this.oldView = oldView;
  }

  public static void main(String[] arguments) throws Exception {
    int trials = arguments.length == 0 ? TRIALS : Integer.parseInt(arguments[0]);
    try (BundledMySql server = BundledMySql.start("--innodb-ddl-buffer-size=65536");
        Connection connection = server.connect();
        Connection oldView = server.connect()) {
      NativeRebuildRace race = new NativeRebuildRace(connection, oldView);
      race.execute("CREATE DATABASE race", "USE race");
      race.run("ALGORITHM=INPLACE, LOCK=NONE", trials);
      race.run("ALGORITHM=COPY, LOCK=SHARED", trials);
    }
  }

  private void run(String how, int trials) throws SQLException, InterruptedException {
    int losing = 0;
    long lost = 0;
    for (int trial = 1; trial <= trials; trial++) {
      long missing = trial(how);
      if (missing != 0) {
        losing++;
        lost += missing;
        System.out.printf("%s: trial %d lost %d rows%n", how, trial, missing);
      }
    }
    System.out.printf(
        "%s: rows lost in %d of %d trials, %d rows in all%n", how, losing, trials, lost);
  }

  /** Half of the rows deleted under an old view; the rebuild begins as the view goes. */
  private long trial(String how) throws SQLException, InterruptedException {
    fill();
    oldView.setAutoCommit(false);
    try (Statement statement = oldView.createStatement()) {
      statement.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    }
    int step = ROWS / DELETES;
    for (int from = 0; from < ROWS; from += step) {
      execute(
          "DELETE FROM t WHERE id > " + from + " AND id <= " + (from + step) + " AND id % 2 = 0");
    }
    long before = count();
    oldView.rollback();
    TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(DELAY_MILLIS_MAX));
    execute("ALTER TABLE t FORCE, " + how);
    return before - count();
  }

  private void fill() throws SQLException {
    execute(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (id INT PRIMARY KEY, v INT)",
        "SET SESSION cte_max_recursion_depth = " + ROWS,
        "INSERT INTO t WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c WHERE n < "
            + ROWS
            + ") SELECT n, n FROM c");
  }

  private long count() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM t")) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
