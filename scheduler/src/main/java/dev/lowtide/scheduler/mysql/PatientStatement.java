package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A statement that may wait for locks for some milliseconds, where the server's own limit counts
 * whole seconds. When the time is over it is killed from another session: whoever queues behind it
 * goes on at once. Confined to one thread.
 */
final class PatientStatement {

  private static final int ER_QUERY_INTERRUPTED = 1317;
  private static final int ER_LOCK_WAIT_TIMEOUT = 1205;
  private static final int ER_LOCK_DEADLOCK = 1213;

  /** A statement that waits for a lock ends within a millisecond of its KILL. */
  private static final Duration END_AWAITED_MAX = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(PatientStatement.class);

  private final Target target;
  private final Connection connection;
  private final long threadId;
  private final Executor executor;

  PatientStatement(Target target, Connection connection, long threadId, Executor executor) {
    this.target = target;
    this.connection = connection;
    this.threadId = threadId;
    this.executor = executor;
  }

  /** Opens the session that may have to kill it, which can take longer than the statement may. */
  void makeReady() {
    target.watch(connection -> connection.isValid(1));
  }

  /** How it came out. */
  enum Ending {
    DONE,
    /** Done, but only when it had been given up: the session may have a KILL left to swallow. */
    TOO_LATE,
    /** Not done, and nothing is awaited any more. */
    GIVEN_UP
  }

  /**
   * Sends it, at once: whoever looked that nobody is in its way looked a moment ago.
   *
   * @throws SQLException if the server refused it for another reason than a lock that it did not
   *     get in time
   */
  Ending execute(String sql, Duration within) throws SQLException {
    CompletableFuture<Void> running =
        CompletableFuture.runAsync(() -> send(connection, sql), executor);
    try {
      running.get(within.toNanos(), TimeUnit.NANOSECONDS);
      return Ending.DONE;
    } catch (TimeoutException e) {
      return giveUp(running);
    } catch (InterruptedException e) {
      Ending ending = giveUp(running);
      Thread.currentThread().interrupt();
      return ending;
    } catch (ExecutionException e) {
      return ended(e);
    }
  }

  private Ending giveUp(CompletableFuture<Void> running) throws SQLException {
    try {
      target.kill("QUERY", threadId);
    } catch (TargetException e) {
      log.warn("thread={} cannot be killed, and waits for as long as the server lets it", threadId);
    }
    try {
      running.get(END_AWAITED_MAX.toMillis(), TimeUnit.MILLISECONDS);
      return Ending.TOO_LATE;
    } catch (ExecutionException e) {
      return ended(e);
    } catch (TimeoutException | InterruptedException e) {
      throw new SQLException("the statement was killed but has not ended", e);
    }
  }

  private static Ending ended(ExecutionException e) throws SQLException {
    if (e.getCause() instanceof Failed failed) {
      switch (failed.reason().getErrorCode()) {
        case ER_QUERY_INTERRUPTED, ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK -> {
          return Ending.GIVEN_UP;
        }
        default -> throw failed.reason();
      }
    }
    throw new IllegalStateException(e.getCause());
  }

  private static void send(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    } catch (SQLException e) {
      throw new Failed(e);
    }
  }

  static boolean isInterruption(SQLException e) {
    return e.getErrorCode() == ER_QUERY_INTERRUPTED;
  }

  /** Carries the server's word from the thread that sends. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final SQLException reason;

    Failed(SQLException reason) {
      super(reason);
      this.reason = reason;
    }

    SQLException reason() {
      return reason;
    }
  }
}
