package dev.lowtide.it.bench;

import dev.lowtide.it.harness.TestServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Clients that read and write the table in small transactions through a proxy, each some times a
 * second. Safe for any thread.
 */
final class TableLoad implements AutoCloseable {

  /** Up to a minute, to three digits. */
  private final ConcurrentHistogram micros = new ConcurrentHistogram(60_000_000, 3);

  private final AtomicLong errors = new AtomicLong();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int port;
  private final TestServer server;
  private final long lastId;
  private final int pauseMillis;
  private volatile boolean isOver;
  private volatile String lastError = "";

  /**
   * @param pauseMillis at most, of each client between two transactions
   */
  TableLoad(TestServer server, int port, long lastId, int clients, int pauseMillis) {
    this.server = server;
    this.port = port;
    this.lastId = lastId;
    this.pauseMillis = pauseMillis;
    for (int i = 0; i < clients; i++) {
      int seed = i;
      threads.execute(() -> work(new Random(seed)));
    }
  }

  /** Since the last time, in words. */
  String figures() {
    String text =
        "%d transactions, p99 %.1f ms, worst %.1f ms, %d errors%s"
            .formatted(
                micros.getTotalCount(),
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3,
                errors.getAndSet(0),
                lastError.isEmpty() ? "" : " (" + lastError + ")");
    micros.reset();
    lastError = "";
    return text;
  }

  private void work(Random random) {
    while (!isOver) {
      try (Connection connection =
          TestServer.connect(
              "127.0.0.1",
              port,
              server.user(),
              server.password(),
              "sslMode=DISABLED&useServerPrepStmts=true")) {
        connection.setCatalog(DeadTable.SCHEMA);
        connection.setAutoCommit(false);
        transactUntilOver(connection, random);
      } catch (SQLException e) {
        errors.incrementAndGet();
        lastError = e.getErrorCode() + " " + e.getMessage();
      } catch (InterruptedException e) {
        isOver = true;
      }
    }
  }

  private void transactUntilOver(Connection connection, Random random)
      throws SQLException, InterruptedException {
    try (PreparedStatement read =
            connection.prepareStatement("SELECT c FROM sbtest1 WHERE id BETWEEN ? AND ? + 20");
        PreparedStatement update =
            connection.prepareStatement("UPDATE sbtest1 SET k = k + 1, c = ? WHERE id = ?");
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO sbtest1 (k, c, pad) VALUES (?, 'c', 'p')")) {
      while (!isOver) {
        long began = System.nanoTime();
        long id = (long) (random.nextDouble() * lastId);
        read.setLong(1, id);
        read.setLong(2, id);
        read.executeQuery().close();
        update.setString(1, "c" + random.nextLong());
        update.setLong(2, id);
        update.executeUpdate();
        insert.setInt(1, random.nextInt());
        insert.executeUpdate();
        connection.commit();
        micros.recordValue(Math.min(60_000_000, (System.nanoTime() - began) / 1_000));
        TimeUnit.MILLISECONDS.sleep(random.nextInt(pauseMillis));
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    isOver = true;
    threads.shutdown();
    threads.awaitTermination(30, TimeUnit.SECONDS);
  }
}
