package dev.lowtide.scheduler.journal;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One connection beside the others, that says whether the store answers, and keeps a second Lowtide
 * from working on it: a lock of the server's that lasts as long as the connection. An H2 file is
 * locked by itself. Confined to whoever looks.
 */
final class StoreKeeper implements AutoCloseable {

  /** Within a local network it takes a millisecond. */
  private static final int ANSWER_SECONDS_MAX = 2;

  /** Of this database; the number spells LOWTIDE, which no other program is likely to take. */
  private static final String POSTGRESQL_LOCK =
      "SELECT CASE WHEN pg_try_advisory_lock(" + 0x4C4F5754494445L + ") THEN 1 ELSE 0 END";

  /**
   * Such names are the whole server's, and of 64 characters at most: so the database's is hashed.
   */
  private static final String MYSQL_LOCK =
      "SELECT GET_LOCK(CONCAT('lowtide store ', MD5(DATABASE())), 0)";

  private static final String IN_USE = "another Lowtide is at work on it (expected: one at a time)";

  private final StoreConfig config;
  private @Nullable Connection connection;

  StoreKeeper(StoreConfig config) {
    this.config = config;
  }

  /**
   * Begins to keep the store, before anything is changed in it.
   *
   * @throws StoreException if another Lowtide keeps it, or it cannot be opened
   */
  void begin() {
    String problem = look();
    if (problem.equals(IN_USE)) {
      throw new StoreException("store.url: " + problem);
    }
    if (!problem.isEmpty()) {
      throw config.unopened(problem);
    }
  }

  /** What is wrong with the store, in words; empty if nothing is. */
  String look() {
    try {
      Connection kept = connection;
      if (kept == null || !kept.isValid(ANSWER_SECONDS_MAX)) {
        drop();
        return takeUp();
      }
      return "";
    } catch (SQLException e) {
      drop();
      return config.words(e);
    }
  }

  /** Whoever cannot have the lock must not keep a connection either. */
  private String takeUp() throws SQLException {
    Connection fresh = connect();
    connection = fresh;
    if (isLocked(fresh)) {
      return "";
    }
    drop();
    return IN_USE;
  }

  private Connection connect() throws SQLException {
    Properties account = new Properties();
    if (!config.user().isEmpty()) {
      account.setProperty("user", config.user());
      account.setProperty("password", config.password());
    }
    return DriverManager.getConnection(config.kind().withOptions(config.url()), account);
  }

  private boolean isLocked(Connection fresh) throws SQLException {
    return switch (config.kind()) {
      case H2 -> true;
      case POSTGRESQL -> isYes(fresh, POSTGRESQL_LOCK);
      case MYSQL -> isYes(fresh, MYSQL_LOCK);
    };
  }

  private static boolean isYes(Connection fresh, String sql) throws SQLException {
    try (PreparedStatement statement = fresh.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getInt(1) == 1;
    }
  }

  /** Whoever comes next is not to wait until the server has noticed that we are gone. */
  @Override
  public void close() {
    Connection kept = connection;
    if (kept != null && config.kind() != StoreKind.H2) {
      try (Statement statement = kept.createStatement()) {
        statement.execute(
            config.kind() == StoreKind.MYSQL
                ? "SELECT RELEASE_ALL_LOCKS()"
                : "SELECT pg_advisory_unlock_all()");
      } catch (SQLException e) {
        // The server sees to it.
      }
    }
    drop();
  }

  private void drop() {
    Connection kept = connection;
    connection = null;
    if (kept == null) {
      return;
    }
    try {
      kept.close();
    } catch (SQLException e) {
      // It is gone already.
    }
  }
}
