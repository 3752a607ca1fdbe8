package dev.lowtide.it.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lowtide.it.demo.ShopDatabase.Order;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A shop as shops are: JDBC through a pool, transactions, and waves. While it is busy, orders are
 * placed and shipped; while it is quiet, somebody looks around now and then.
 *
 * <p>It keeps books of every order it placed or changed, to be compared with the table at the end.
 */
final class ShopApplication implements AutoCloseable {

  private static final int WORKERS = 8;
  private static final Duration BUSY = Duration.ofSeconds(10);
  private static final Duration QUIET = Duration.ofSeconds(25);
  private static final long THINK_BUSY_MILLIS = 15;
  private static final long THINK_QUIET_MILLIS = 400;

  private final HikariDataSource pool;
  private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
  private final Timings timings = new Timings();
  private final Map<Long, Order> books = new ConcurrentHashMap<>();
  private final Instant began = Instant.now();
  private volatile boolean isOpen = true;

  ShopApplication(InetSocketAddress proxy) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:mysql://127.0.0.1:" + proxy.getPort() + "/shop");
    config.setUsername(ShopDatabase.USER);
    config.setPassword(ShopDatabase.PASSWORD);
    config.setMaximumPoolSize(WORKERS);
    config.setPoolName("shop");
    pool = new HikariDataSource(config);
  }

  void open() {
    for (int i = 0; i < WORKERS; i++) {
      workers.execute(this::work);
    }
  }

  Timings timings() {
    return timings;
  }

  /** Every order that was placed or changed here, as it must be in the table. */
  Map<Long, Order> books() {
    return Map.copyOf(books);
  }

  boolean isBusy() {
    long wave = BUSY.plus(QUIET).toMillis();
    return Duration.between(began, Instant.now()).toMillis() % wave < BUSY.toMillis();
  }

  @Override
  public void close() {
    isOpen = false;
    workers.shutdownNow();
    try {
      workers.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.close();
  }

  private void work() {
    while (isOpen) {
      boolean isBusy = isBusy();
      Instant from = Instant.now();
      try (Connection connection = pool.getConnection()) {
        serve(connection, isBusy);
        timings.add(from, Instant.now());
      } catch (SQLException e) {
        if (isOpen) {
          timings.addError();
          System.err.println("shop: " + e.getMessage());
        }
      }
      think(isBusy);
    }
  }

  private void serve(Connection connection, boolean isBusy) throws SQLException {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int customer = 1 + random.nextInt(ShopDatabase.CUSTOMERS);
    if (!isBusy || random.nextInt(3) == 0) {
      browse(connection, customer, 1 + random.nextInt(ShopDatabase.PRODUCTS));
    } else {
      place(connection, customer, 1_000 + random.nextInt(50_000));
    }
  }

  private static void browse(Connection connection, int customer, int product) throws SQLException {
    read(connection, "SELECT name, price_cents FROM products WHERE id = ?", product);
    read(connection, "SELECT status, total_cents FROM orders WHERE customer_id = ?", customer);
  }

  /** A new order, paid for in a transaction of its own; the books follow each commit. */
  private void place(Connection connection, int customer, long totalCents) throws SQLException {
    connection.setAutoCommit(false);
    try {
      read(connection, "SELECT name FROM customers WHERE id = ?", customer);
      long id = insertOrder(connection, customer, totalCents);
      update(
          connection,
          "UPDATE customers SET orders_placed = orders_placed + 1 WHERE id = ?",
          customer);
      connection.commit();
      books.put(id, new Order("placed", totalCents));
      update(connection, "UPDATE orders SET status = 'paid' WHERE id = ?", id);
      connection.commit();
      books.put(id, new Order("paid", totalCents));
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static long insertOrder(Connection connection, int customer, long totalCents)
      throws SQLException {
    String sql =
        "INSERT INTO orders (customer_id, placed_at, status, total_cents, address)"
            + " VALUES (?, NOW(3), 'placed', ?, 'Harbour Street 1')";
    try (PreparedStatement insert =
        connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      insert.setInt(1, customer);
      insert.setLong(2, totalCents);
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  private static void update(Connection connection, String sql, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id);
      statement.executeUpdate();
    }
  }

  private static void read(Connection connection, String sql, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          rows.getString(1);
        }
      }
    }
  }

  private static void think(boolean isBusy) {
    long millis = isBusy ? THINK_BUSY_MILLIS : THINK_QUIET_MILLIS;
    try {
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(millis, 2 * millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
