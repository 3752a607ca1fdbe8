package dev.lowtide.scheduler.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's connections, and its schema brought up to date. Safe for any thread. */
public final class Store implements AutoCloseable {

  private static final String MIGRATIONS = "classpath:dev/lowtide/scheduler/journal";

  /**
   * Each commit is written before it returns, so that a process that is killed has lost nothing it
   * relied on; it is closed by us, after everything that writes to it; and it keeps no log of its
   * own.
   */
  private static final String OPTIONS =
      ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0";

  private static final Duration WAIT_MAX = Duration.ofSeconds(5);

  /** The scheduler, and a page or two at the same time. */
  private static final int CONNECTIONS = 4;

  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  private Store(HikariDataSource pool) {
    this.pool = pool;
    this.jdbi = Jdbi.create(pool);
  }

  /**
   * Opens it, making it if there is none.
   *
   * @throws StoreException naming the URL and what was wrong
   */
  public static Store open(String url) {
    if (!url.startsWith("jdbc:h2:")) {
      throw new StoreException("store.url: '" + url + "' (expected: jdbc:h2:file:PATH)");
    }
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(url + OPTIONS);
    config.setInitializationFailTimeout(1);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setConnectionTimeout(WAIT_MAX.toMillis());
    try {
      HikariDataSource pool = new HikariDataSource(config);
      migrate(pool);
      return new Store(pool);
    } catch (RuntimeException e) {
      throw new StoreException("store.url: '" + url + "' cannot be opened: " + reason(e), e);
    }
  }

  /** Whether a connection can be had now. */
  public boolean isReachable() {
    try {
      return jdbi.withHandle(handle -> handle.createQuery("SELECT 1").mapTo(int.class).one()) == 1;
    } catch (JdbiException e) {
      log.warn("store does not answer: {}", reason(e));
      return false;
    }
  }

  /** What this store calls itself; no two have the same. */
  public String id() {
    return jdbi.inTransaction(
        handle ->
            handle
                .createQuery("SELECT id FROM store")
                .mapTo(String.class)
                .findFirst()
                .orElseGet(() -> named(handle)));
  }

  private static String named(Handle handle) {
    String id = UUID.randomUUID().toString();
    handle.execute("INSERT INTO store (id) VALUES (?)", id);
    return id;
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() {
    pool.close();
  }

  private static void migrate(HikariDataSource pool) {
    try {
      Flyway.configure(Store.class.getClassLoader())
          .dataSource(pool)
          .locations(MIGRATIONS)
          .load()
          .migrate();
    } catch (FlywayException e) {
      pool.close();
      throw e;
    }
  }

  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
  }
}
