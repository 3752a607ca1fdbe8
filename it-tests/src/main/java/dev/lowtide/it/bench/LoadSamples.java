package dev.lowtide.it.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** What went on, made up, in the store of a Lowtide that has ended. */
final class LoadSamples {

  private LoadSamples() {}

  /**
   * The coarser ones as far back as they are kept, and what is left of ten seconds, in the place of
   * what it saw itself.
   */
  static void put(Path folder, int samples) throws SQLException {
    try (Connection store = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("store"));
        Statement delete = store.createStatement()) {
      delete.executeUpdate("DELETE FROM load_sample");
      int left = samples;
      left -= put(store, 43_200, Math.min(left, 7_300));
      left -= put(store, 3_600, Math.min(left, 87_600));
      left -= put(store, 300, Math.min(left, 115_200));
      put(store, 10, left);
    }
  }

  private static int put(Connection store, long step, int samples) throws SQLException {
    long newest = System.currentTimeMillis() / 1000 / step * step - step;
    try (Statement statement = store.createStatement()) {
      return statement.executeUpdate(
          "INSERT INTO load_sample SELECT "
              + step
              + ", ("
              + newest
              + " - x * "
              + step
              + ") * 1000, 20, 100 + MOD(x, 77), MOD(x, 3), MOD(x, 50), MOD(x, 20), 900 + MOD(x, 1000),"
              + " 100000 + MOD(x, 999), 2000000 + MOD(x, 999), 9000000 + MOD(x, 999),"
              + " 50000 + MOD(x, 4000), 900000 + MOD(x, 40000), MOD(x, 8), MOD(x, 5), 99.5"
              + " FROM SYSTEM_RANGE(1, "
              + samples
              + ")");
    }
  }
}
