package dev.lowtide.scheduler.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way to the target: a small pool for asking, sessions of their own for working.
 *
 * <p>A target that fails again and again is left alone for a while; meanwhile questions fail at
 * once, and whoever depends on the answers is blind. Safe for any thread.
 */
public final class Target implements AutoCloseable {

  /** An answer that takes longer is no answer to whoever must act on it. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private static final Duration POOL_WAIT_MAX = Duration.ofSeconds(5);

  private final TargetConfig config;
  private final TargetDataSource sessions;
  private final HikariDataSource pool;
  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "target",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(10)
              .minimumNumberOfCalls(5)
              .waitDurationInOpenState(Duration.ofSeconds(5))
              .build());

  /** Something to be asked of the target. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  public Target(TargetConfig config) {
    this.config = config;
    this.sessions = new TargetDataSource(config);
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName("target");
    hikari.setDataSource(sessions);
    hikari.setMaximumPoolSize(config.connections());
    hikari.setMinimumIdle(1);
    hikari.setConnectionTimeout(POOL_WAIT_MAX.toMillis());
    hikari.setInitializationFailTimeout(-1);
    // Statistics are cached for a day unless a session says that it wants them fresh.
    hikari.setConnectionInitSql("SET SESSION information_schema_stats_expiry = 0");
    this.pool = new HikariDataSource(hikari);
  }

  /**
   * Connects once, to see whether it can be done.
   *
   * @throws TargetException naming the address, the user and what was wrong
   */
  public void checkReachable() {
    try (Connection connection = sessions.getConnection()) {
      if (!connection.isValid((int) ANSWER_MAX.toSeconds())) {
        throw new TargetException("target " + config + " does not answer");
      }
    } catch (SQLException e) {
      throw new TargetException("target " + config + ": " + firstLine(e), e);
    }
  }

  /** Asks through the pool. Any failure is a {@link TargetException}. */
  <T> T ask(Question<T> question) {
    try {
      return breaker.executeCallable(() -> askPool(question));
    } catch (CallNotPermittedException e) {
      throw new TargetException("target " + config + " failed too often to be asked again yet", e);
    } catch (SQLException e) {
      throw new TargetException("target " + config + ": " + firstLine(e), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a question throws nothing else", e);
    }
  }

  /** A session of its own, to be closed by the caller. */
  Connection session() throws SQLException {
    return sessions.getConnection();
  }

  /** The server's ids of all sessions of ours, and of the others given. */
  String ourThreads(Collection<Long> others) {
    Set<Long> threads = new HashSet<>(sessions.threads());
    threads.addAll(others);
    threads.add(0L);
    return threads.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
  }

  @Override
  public void close() {
    pool.close();
  }

  static Statement statement(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setQueryTimeout((int) ANSWER_MAX.toSeconds());
    return statement;
  }

  /** The first column of the first row, or null. */
  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? String.valueOf(row.getString(1)) : "";
    }
  }

  /** Connector/J tells stories; the first line has the point. */
  static String firstLine(SQLException e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    boolean isConnection = e.getSQLState() != null && e.getSQLState().startsWith("08");
    return isConnection && root != e ? text + ": " + root.getMessage() : text;
  }

  private <T> T askPool(Question<T> question) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return question.ask(connection);
    }
  }
}
