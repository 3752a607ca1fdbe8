package dev.lowtide.scheduler.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionException;

/**
 * Stands between us and the store's connections: who comes while the store is known to be gone
 * hears so at once, and whoever loses it in the middle hears the same. Safe for any thread.
 */
final class StoreGate implements ConnectionFactory, SqlLogger {

  private final HikariDataSource pool;
  private volatile String problem = "";

  StoreGate(HikariDataSource pool) {
    this.pool = pool;
  }

  /** What is wrong with the store, in words; empty if nothing is known to be. */
  String problem() {
    return problem;
  }

  void onLook(String found) {
    problem = found;
  }

  /**
   * Why no connection can be had; empty if one can. A pool that has tried in vain rests for longer
   * and longer, so that the store may be back before it is.
   */
  String tryPool() {
    try (Connection connection = pool.getConnection()) {
      return connection.isClosed() ? "its pool has no connection yet" : "";
    } catch (SQLException e) {
      return "its pool has no connection yet: " + Causes.words(e);
    }
  }

  @Override
  public Connection openConnection() {
    if (!problem.isEmpty()) {
      throw new StoreGoneException(problem);
    }
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw new StoreGoneException(Causes.words(e), e);
    }
  }

  /** In the place of what the driver says, if it says that the store is gone. */
  @Override
  public void logException(StatementContext context, SQLException e) {
    if (SqlStates.isGone(e)) {
      throw new StoreGoneException(Causes.words(e), e);
    }
  }

  /** A commit that was not heard may have been made. */
  static final class Transactions extends DelegatingTransactionHandler {

    Transactions() {
      super(LocalTransactionHandler.binding());
    }

    @Override
    public void begin(Handle handle) {
      told(() -> super.begin(handle));
    }

    @Override
    public void commit(Handle handle) {
      told(() -> super.commit(handle));
    }

    private static void told(Runnable step) {
      try {
        step.run();
      } catch (TransactionException e) {
        if (SqlStates.isGone(e)) {
          throw new StoreGoneException(Causes.words(e), e);
        }
        throw e;
      }
    }
  }
}
