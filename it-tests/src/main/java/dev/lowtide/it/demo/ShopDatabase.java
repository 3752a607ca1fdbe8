package dev.lowtide.it.demo;

import dev.lowtide.it.harness.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The shop's tables, with an order history of which most was purged and the file stayed. */
final class ShopDatabase {

  static final String USER = "shop";
  static final String PASSWORD = "shop";
  static final String TARGET_USER = "lowtide";
  static final String TARGET_PASSWORD = "secret";
  static final int CUSTOMERS = 5_000;
  static final int PRODUCTS = 500;

  /** Orders that were ever placed, and how many of them, the oldest, were purged. */
  static final int ORDERS = 320_000;

  static final int PURGED = 250_000;

  private static final int ROWS_PER_INSERT = 20_000;

  private ShopDatabase() {}

  /** An order as the shop knows it. */
  record Order(String status, long totalCents) {

    /** What the history was made of. */
    static Order historical(long id) {
      return new Order("delivered", 1_000 + id * 37 % 90_000);
    }
  }

  static void create(TestServer server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      for (String sql : schema()) {
        statement.execute(sql);
      }
      fillNumbers(statement);
      fill(statement);
      purge(statement);
      for (String sql : accounts()) {
        statement.execute(sql);
      }
    }
  }

  /** All orders, read straight from the server. */
  static Map<Long, Order> orders(TestServer server) throws SQLException {
    Map<Long, Order> orders = new HashMap<>();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, status, total_cents FROM shop.orders")) {
      while (row.next()) {
        orders.put(row.getLong(1), new Order(row.getString(2), row.getLong(3)));
      }
    }
    return orders;
  }

  private static String[] schema() {
    return new String[] {
      "DROP DATABASE IF EXISTS shop",
      "CREATE DATABASE shop",
      "USE shop",
      "CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(80) NOT NULL,"
          + " orders_placed INT NOT NULL DEFAULT 0)",
      "CREATE TABLE products (id INT PRIMARY KEY, name VARCHAR(80) NOT NULL,"
          + " price_cents INT NOT NULL)",
      "CREATE TABLE orders (id BIGINT PRIMARY KEY AUTO_INCREMENT, customer_id INT NOT NULL,"
          + " placed_at DATETIME(3) NOT NULL, status VARCHAR(20) NOT NULL,"
          + " total_cents BIGINT NOT NULL, address VARCHAR(250) NOT NULL,"
          + " KEY by_customer (customer_id), KEY by_time (placed_at))",
      "CREATE TEMPORARY TABLE numbers (n INT PRIMARY KEY)",
    };
  }

  private static void fillNumbers(Statement statement) throws SQLException {
    statement.execute("SET SESSION cte_max_recursion_depth = " + ROWS_PER_INSERT);
    statement.execute(
        "INSERT INTO numbers WITH RECURSIVE c AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM c"
            + " WHERE n < "
            + ROWS_PER_INSERT
            + ") SELECT n FROM c");
  }

  private static void fill(Statement statement) throws SQLException {
    statement.execute(
        "INSERT INTO customers (id, name) SELECT n, CONCAT('Customer ', n) FROM numbers"
            + " WHERE n <= "
            + CUSTOMERS);
    statement.execute(
        "INSERT INTO products SELECT n, CONCAT('Product ', n), 100 + n * 13 FROM numbers"
            + " WHERE n <= "
            + PRODUCTS);
    for (int from = 0; from < ORDERS; from += ROWS_PER_INSERT) {
      statement.execute(
          "INSERT INTO orders SELECT "
              + from
              + " + n, 1 + ("
              + from
              + " + n) % "
              + CUSTOMERS
              + ", TIMESTAMPADD(SECOND, "
              + from
              + " + n, '2024-01-01'), 'delivered', 1000 + ("
              + from
              + " + n) * 37 % 90000, RPAD(CONCAT('Street ', n), 230, ' and so on')"
              + " FROM numbers");
    }
  }

  private static void purge(Statement statement) throws SQLException {
    for (int from = 0; from < PURGED; from += ROWS_PER_INSERT) {
      int to = Math.min(from + ROWS_PER_INSERT, PURGED);
      statement.execute("DELETE FROM orders WHERE id > " + from + " AND id <= " + to);
    }
  }

  /** The shop's account, and ours with the least rights that do. */
  private static String[] accounts() {
    return new String[] {
      "DROP USER IF EXISTS " + USER + ", " + TARGET_USER,
      "CREATE USER " + USER + " IDENTIFIED BY '" + PASSWORD + "'",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON shop.* TO " + USER,
      "CREATE USER " + TARGET_USER + " IDENTIFIED BY '" + TARGET_PASSWORD + "'",
      "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, LOCK TABLES, PROCESS,"
          + " SHOW VIEW, TRIGGER, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO "
          + TARGET_USER,
    };
  }
}
