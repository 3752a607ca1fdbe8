package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes one transfer after the other until it is told to stop. {@link #kill} may be called by any
 * thread; then it comes back with another connection, and does not know what became of its
 * transfer.
 */
final class BankClient implements Callable<BankClient.Tally> {

  /** How to connect. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  /**
   * What became of a client's transfers.
   *
   * @param done ids of those that the server said are done
   * @param doubtful ids of those in whose middle the client was killed
   * @param errors what the client was told that it should not have been
   * @param worst the longest that a transfer took
   */
  record Tally(List<String> done, List<String> doubtful, List<String> errors, Duration worst) {}

  private final Connector connector;
  private final BooleanSupplier isOver;
  private final Random random;
  private final List<String> done = new ArrayList<>();
  private final List<String> doubtful = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private long worstNanos;
  private volatile @Nullable Connection connection;
  private volatile boolean isKilled;

  BankClient(Connector connector, BooleanSupplier isOver, long seed) {
    this.connector = connector;
    this.isOver = isOver;
    this.random = new Random(seed);
  }

  /** Cuts its connection, wherever it is. */
  void kill() {
    Connection cut = connection;
    if (cut != null) {
      isKilled = true;
      try {
        cut.abort(Runnable::run);
      } catch (SQLException e) {
        throw new IllegalStateException("abort throws only without an executor", e);
      }
    }
  }

  @Override
  public Tally call() {
    while (!isOver.getAsBoolean()) {
      isKilled = false;
      try (Connection mine = connector.connect()) {
        connection = mine;
        transferUntilKilled(mine);
      } catch (SQLException e) {
        blame(e, "its connection");
      } finally {
        connection = null;
      }
    }
    return new Tally(done, doubtful, errors, Duration.ofNanos(worstNanos));
  }

  private void transferUntilKilled(Connection mine) {
    while (!isKilled && !isOver.getAsBoolean()) {
      Transfer transfer = Transfer.random(random);
      long began = System.nanoTime();
      try {
        transfer.run(mine);
        done.add(transfer.id());
        worstNanos = Math.max(worstNanos, System.nanoTime() - began);
      } catch (SQLException e) {
        doubtful.add(transfer.id());
        blame(e, transfer.way() + " transfer " + transfer.id());
        return;
      }
    }
  }

  /** Whoever was killed has no reason to complain. */
  private void blame(SQLException e, String what) {
    if (!isKilled) {
      errors.add(what + ": error " + e.getErrorCode() + " " + e.getMessage());
    }
  }
}
