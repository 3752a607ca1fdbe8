package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The right to do something on a server. Only one has it at a time, whatever number of Lowtides
 * there are: it is a lock that the server keeps for as long as our session lives.
 */
public final class MySqlServerLease implements AutoCloseable {

  private final Connection connection;

  private MySqlServerLease(Connection connection) {
    this.connection = connection;
  }

  /** The right to work on tables; nothing if somebody else has it. */
  public static Optional<MySqlServerLease> take(Target target) {
    return take(target, "lowtide.run");
  }

  /** The right to drop old tables; nothing if somebody else has it. */
  public static Optional<MySqlServerLease> takeForOldTables(Target target) {
    return take(target, "lowtide.old");
  }

  /** Something that nobody else may do meanwhile. */
  @FunctionalInterface
  public interface Work<E extends Exception> {
    void run() throws E;
  }

  /** Does it, and gives the right back. False, and nothing is done, if somebody else has it. */
  public static <E extends Exception> boolean use(Optional<MySqlServerLease> taken, Work<E> work)
      throws E {
    if (taken.isEmpty()) {
      return false;
    }
    MySqlServerLease lease = taken.get();
    try (lease) {
      work.run();
      return true;
    }
  }

  private static Optional<MySqlServerLease> take(Target target, String name) {
    Connection connection = null;
    boolean isTaken = false;
    try {
      connection = target.session(List.of());
      isTaken = Target.text(connection, "SELECT GET_LOCK('" + name + "', 0)").equals("1");
      return isTaken ? Optional.of(new MySqlServerLease(connection)) : Optional.empty();
    } catch (SQLException e) {
      throw new TargetException("cannot take the lease " + name + ": " + Target.firstLine(e), e);
    } finally {
      if (connection != null && !isTaken) {
        Sessions.abandon(connection);
      }
    }
  }

  @Override
  public void close() {
    Sessions.abandon(connection);
  }
}
