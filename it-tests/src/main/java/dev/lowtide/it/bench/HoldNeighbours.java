package dev.lowtide.it.bench;

import dev.lowtide.it.harness.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Clients of another table, and a look at the server: some keep it at work with statements of 10 ms
 * each, one measures how long its short ones take, one counts what the server has running.
 */
final class HoldNeighbours implements AutoCloseable {

  private static final int AT_WORK = 16;
  private static final Duration LOOK_EVERY = Duration.ofMillis(2);
  private static final Duration SEND_EVERY = Duration.ofMillis(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> all = new ArrayList<>();
  private volatile Phase phase = new Phase();

  /** What was seen in one. */
  private static final class Phase {
    final Histogram micros = new Histogram(2);
    final Histogram running = new Histogram(3);
  }

  HoldNeighbours(int proxyPort, int serverPort) {
    for (int i = 0; i < AT_WORK; i++) {
      all.add(threads.submit(() -> repeat(proxyPort, "DO SLEEP(0.01)", this::keepAtWork)));
    }
    all.add(
        threads.submit(() -> repeat(proxyPort, "SELECT v FROM free WHERE id = 1", this::measure)));
    all.add(
        threads.submit(
            () ->
                repeat(
                    serverPort,
                    "SELECT VARIABLE_VALUE FROM performance_schema.global_status"
                        + " WHERE VARIABLE_NAME = 'Threads_running'",
                    this::count)));
  }

  /** Begins another phase; returns what the one before was like. */
  String next(String name) throws InterruptedException {
    Phase ended = phase;
    phase = new Phase();
    // Whoever is in the middle of a statement still writes to the old one.
    TimeUnit.MILLISECONDS.sleep(20);
    for (Future<?> one : all) {
      if (one.isDone()) {
        throw new IllegalStateException("a neighbour has failed: " + one);
      }
    }
    return String.format(
        "%-22s other table: n=%d p50=%d us p99=%d us max=%d us   Threads_running: mean=%.1f max=%d",
        name,
        ended.micros.getTotalCount(),
        ended.micros.getValueAtPercentile(50),
        ended.micros.getValueAtPercentile(99),
        ended.micros.getMaxValue(),
        ended.running.getMean(),
        ended.running.getMaxValue());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Something to be done with a statement again and again. */
  private interface Turn {
    void take(PreparedStatement statement) throws SQLException, InterruptedException;
  }

  private Void repeat(int port, String sql, Turn turn) throws SQLException {
    try (Connection connection = TestServer.connect("127.0.0.1", port, "root", "", "");
        PreparedStatement statement = prepared(connection, sql)) {
      while (!Thread.currentThread().isInterrupted()) {
        turn.take(statement);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return null;
  }

  private static PreparedStatement prepared(Connection connection, String sql) throws SQLException {
    connection.setCatalog("lab");
    return connection.prepareStatement(sql);
  }

  private void keepAtWork(PreparedStatement statement) throws SQLException {
    statement.execute();
  }

  private void measure(PreparedStatement statement) throws SQLException, InterruptedException {
    Phase now = phase;
    long began = System.nanoTime();
    statement.executeQuery().close();
    now.micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
    TimeUnit.NANOSECONDS.sleep(SEND_EVERY.toNanos());
  }

  /** Itself not counted. */
  private void count(PreparedStatement statement) throws SQLException, InterruptedException {
    Phase now = phase;
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      now.running.recordValue(row.getLong(1) - 1);
    }
    TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
  }
}
