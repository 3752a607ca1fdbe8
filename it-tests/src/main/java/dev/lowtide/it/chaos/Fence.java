package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether a transaction whose connection broke was committed, and makes sure that it is
 * over. Every transaction writes its number into a table; whoever can write the same number after
 * it knows that it was rolled back, and that it can never be committed any more.
 */
final class Fence {

  /** A server that was killed recovers in seconds; this is for a machine at its busiest. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

  private static final long PAUSE_MILLIS = 100;

  private final Access server;
  private final String table;

  Fence(Access server, RandomTable table) {
    this.server = server;
    this.table = RandomTable.TRUTH + "." + table.name() + "_tx";
  }

  static String create(RandomTable table) {
    return "CREATE TABLE " + table.name() + "_tx (id bigint PRIMARY KEY, is_fence bool)";
  }

  /** What a transaction says first. */
  String enter(long transaction) {
    return "INSERT INTO " + table + " VALUES (" + transaction + ", FALSE)";
  }

  /** The name of a transaction that may be prepared. */
  static String xid(RandomTable table, long transaction) {
    return "'" + table.name() + "-" + transaction + "'";
  }

  /** Whether it was committed. Blocks until the server is back, and can be asked. */
  boolean isCommitted(RandomTable of, long transaction, boolean isWanted)
      throws SQLException, InterruptedException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      try (Connection connection = server.connect();
          Statement sql = connection.createStatement()) {
        sql.execute("SET SESSION innodb_lock_wait_timeout = 1");
        sql.execute("INSERT IGNORE INTO " + table + " VALUES (" + transaction + ", TRUE)");
        return !isFenced(sql, transaction);
      } catch (SQLException e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        decide(xid(of, transaction), isWanted);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** It may be an earlier attempt of ours whose answer was lost. */
  private boolean isFenced(Statement sql, long transaction) throws SQLException {
    try (ResultSet row =
        sql.executeQuery("SELECT is_fence FROM " + table + " WHERE id = " + transaction)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Does it in a transaction of its own. Returns false if that came to nothing. */
  boolean tell(RandomTable of, long transaction, String statement)
      throws SQLException, InterruptedException {
    try (Connection connection = server.connect();
        Statement sql = connection.createStatement()) {
      sql.execute("BEGIN");
      sql.execute(enter(transaction));
      sql.execute(statement);
      sql.execute("COMMIT");
      return true;
    } catch (SQLException e) {
      if (!Errors.isBreak(e) && !Errors.isConflict(e)) {
        throw e;
      }
      return isCommitted(of, transaction, false);
    }
  }

  /** Ends a prepared transaction that nobody else will end. */
  private void decide(String xid, boolean isWanted) {
    try (Connection connection = server.connect();
        Statement sql = connection.createStatement()) {
      if (isPrepared(sql, xid)) {
        sql.execute((isWanted ? "XA COMMIT " : "XA ROLLBACK ") + xid);
      }
    } catch (SQLException e) {
      // Not yet, or somebody was quicker: the next look shows it.
    }
  }

  private static boolean isPrepared(Statement sql, String xid) throws SQLException {
    try (ResultSet row = sql.executeQuery("XA RECOVER")) {
      while (row.next()) {
        if (xid.equals("'" + row.getString("data") + "'")) {
          return true;
        }
      }
      return false;
    }
  }
}
