package dev.lowtide.it.store;

import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.PostgreSqlServer;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreConfig;
import dev.lowtide.scheduler.journal.StoreKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One server of each kind for all tests of stores, and a database of its own for each test. */
final class StoreServers {

  private static @Nullable PostgreSqlServer postgreSql;
  private static @Nullable BundledMySql mySql;

  private StoreServers() {}

  /** A store that is empty. */
  static StoreConfig fresh(StoreKind kind) {
    String name = "store_" + UUID.randomUUID().toString().substring(0, 8);
    try {
      return switch (kind) {
        case H2 -> StoreConfig.of("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        case POSTGRESQL -> fresh(postgreSql(), name);
        case MYSQL -> fresh(mySql(), name);
      };
    } catch (Exception e) {
      throw new IllegalStateException("no server for a store: " + e.getMessage(), e);
    }
  }

  static Store open(StoreKind kind) {
    return Store.open(fresh(kind));
  }

  /** The same store, by another way. */
  static StoreConfig through(int port, StoreConfig store) {
    String url = store.url().replaceFirst(":\\d+/", ":" + port + "/");
    return new StoreConfig(url, store.user(), store.password());
  }

  /** As a line of a configuration. */
  static String setting(StoreConfig store) {
    return "store: { url: \"%s\", user: \"%s\", password: \"%s\" }"
        .formatted(store.url(), store.user(), store.password());
  }

  /** The port of the server that a store is on. */
  static int port(StoreKind kind) throws Exception {
    return kind == StoreKind.POSTGRESQL ? postgreSql().port() : mySql().port();
  }

  private static StoreConfig fresh(PostgreSqlServer server, String name) throws SQLException {
    try (Connection connection = server.connect()) {
      execute(connection, "CREATE DATABASE " + name);
    }
    return new StoreConfig(
        "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + name, PostgreSqlServer.USER, "");
  }

  private static StoreConfig fresh(BundledMySql server, String name) throws SQLException {
    try (Connection connection = server.connect()) {
      execute(connection, "CREATE DATABASE " + name);
    }
    return new StoreConfig(
        "jdbc:mysql://127.0.0.1:" + server.port() + "/" + name, server.user(), server.password());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static synchronized PostgreSqlServer postgreSql() throws Exception {
    if (postgreSql == null) {
      postgreSql = PostgreSqlServer.start();
    }
    return postgreSql;
  }

  private static synchronized BundledMySql mySql() throws Exception {
    if (mySql == null) {
      mySql = BundledMySql.start();
    }
    return mySql;
  }
}
