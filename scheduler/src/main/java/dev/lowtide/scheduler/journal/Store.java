package dev.lowtide.scheduler.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lowtide.proxy.activity.NanoClock;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's connections, and its schema brought up to date. Safe for any thread. */
public final class Store implements AutoCloseable {

  private static final Duration WAIT_MAX = Duration.ofSeconds(3);

  /** The scheduler, and a page or two at the same time. */
  static final int CONNECTIONS = 4;

  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final HikariDataSource pool;
  private final StoreGate gate;
  private final StoreKeeper keeper;
  private final StoreKind kind;
  private final Jdbi jdbi;
  private long goneSinceNanos;

  private Store(HikariDataSource pool, StoreKeeper keeper, StoreConfig config) {
    this.pool = pool;
    this.gate = new StoreGate(pool);
    this.keeper = keeper;
    this.kind = config.kind();
    this.jdbi = Jdbi.create(gate);
    jdbi.setSqlLogger(gate);
    jdbi.setTransactionHandler(new StoreGate.Transactions());
  }

  /** Opens one that knows no accounts. */
  public static Store open(String url) {
    return open(StoreConfig.of(url));
  }

  /**
   * Opens it, making it if there is none. It is kept from other Lowtides before anything is
   * changed: a newer one would take the schema away from under an older one that works on it.
   *
   * @throws StoreException naming the URL and what was wrong
   */
  public static Store open(StoreConfig config) {
    StoreKeeper keeper = new StoreKeeper(config);
    keeper.begin();
    try {
      HikariDataSource pool = new HikariDataSource(pool(config));
      // The pool has set this for all of the process, and so for sessions at the target.
      DriverManager.setLoginTimeout(0);
      migrate(pool, config.kind());
      return opened(new Store(pool, keeper, config));
    } catch (RuntimeException e) {
      keeper.close();
      throw config.unopened(e);
    }
  }

  private static Store opened(Store store) {
    try {
      AuditTrail.chain(store.jdbi);
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static HikariConfig pool(StoreConfig config) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("store");
    pool.setJdbcUrl(config.kind().withOptions(config.url()));
    if (!config.user().isEmpty()) {
      pool.setUsername(config.user());
      pool.setPassword(config.password());
    }
    pool.setInitializationFailTimeout(1);
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setConnectionTimeout(WAIT_MAX.toMillis());
    // The same on all kinds: what is read is what is committed, whenever the transaction began.
    pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return pool;
  }

  /**
   * Looks whether the store answers and no other Lowtide works on it; to be called now and then, by
   * one thread. What it finds is in force until the next look, and told whenever it is another.
   */
  public synchronized void look(NanoClock clock) {
    String before = gate.problem();
    String found = keeper.look();
    if (found.isEmpty() && !before.isEmpty()) {
      found = gate.tryPool();
    }
    gate.onLook(found);
    if (before.isEmpty() && !found.isEmpty()) {
      goneSinceNanos = clock.nanos();
      log.warn("store cannot be used; runs pause, nothing begins: {}", found);
    } else if (!before.isEmpty() && found.isEmpty()) {
      Duration gone = Duration.ofNanos(clock.nanos() - goneSinceNanos);
      log.info("store is back after {} s", gone.toSeconds());
    }
  }

  /** What was wrong with it at the last look, in words; empty if nothing was. Never waits. */
  public String problem() {
    return gate.problem();
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

  public StoreKind kind() {
    return kind;
  }

  /**
   * Which schema it has.
   *
   * @throws StoreException if it cannot be asked
   */
  public String schemaVersion() {
    try {
      return jdbi.withHandle(handle -> Migrations.current(handle.getConnection()));
    } catch (SQLException e) {
      throw new StoreException(Causes.words(e), e);
    }
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public synchronized void close() {
    keeper.close();
    pool.close();
  }

  private static void migrate(HikariDataSource pool, StoreKind kind) {
    try {
      new Migrations(pool, kind).migrate();
    } catch (FlywayException e) {
      pool.close();
      throw e;
    }
  }
}
