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
import java.util.List;

/**
 * The way to the target: a small pool for asking, another for watching over an attempt, sessions of
 * their own for working.
 *
 * <p>A target that fails again and again is left alone for a while; meanwhile questions fail at
 * once, and whoever depends on the answers is blind. An attempt at work is not left alone: people
 * who ask much must not keep it from seeing who waits. Safe for any thread.
 */
public final class Target implements AutoCloseable {

  /** An answer that takes longer is no answer to whoever must act on it. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private static final Duration POOL_WAIT_MAX = Duration.ofSeconds(5);

  /** The watch asks one thing after the other; a reading that is ended asks for its KILL. */
  private static final int WATCH_CONNECTIONS = 2;

  /** The one copy there is asks one thing after the other; so does whoever cleans up. */
  private static final int DEFINITION_CONNECTIONS = 2;

  private final TargetConfig config;
  private final OurThreads threads = new OurThreads();
  private final TargetDataSource sessions;
  private final TargetDataSource asking;
  private final HikariDataSource pool;
  private final HikariDataSource watch;
  private final HikariDataSource definitions;
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
    this.sessions = new TargetDataSource(config, threads, Duration.ZERO);
    this.asking = new TargetDataSource(config, threads, TargetDataSource.SILENCE_MAX);
    this.pool = pool("target", asking, config.connections());
    this.watch = pool("target-watch", asking, WATCH_CONNECTIONS);
    this.definitions = pool("target-definitions", asking, DEFINITION_CONNECTIONS);
  }

  /** Connects when it is asked: a target that is refused is not tried again in the background. */
  private static HikariDataSource pool(String name, TargetDataSource source, int connectionsMax) {
    HikariConfig hikari = new HikariConfig();
    hikari.setPoolName(name);
    hikari.setDataSource(source);
    hikari.setMaximumPoolSize(connectionsMax);
    hikari.setMinimumIdle(0);
    hikari.setConnectionTimeout(POOL_WAIT_MAX.toMillis());
    hikari.setInitializationFailTimeout(-1);
    // Statistics are cached for a day unless a session wants them fresh. MariaDB has no such
    // variable; it takes a comment of these versions for a comment, and can be asked who it is.
    hikari.setConnectionInitSql(
        "SET @lowtide = 1 /*!80000 , SESSION information_schema_stats_expiry = 0 */");
    return new HikariDataSource(hikari);
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

  /** What a server calls itself; no two have the same. */
  public String serverId() {
    return ask(connection -> text(connection, "SELECT @@server_uuid"));
  }

  /** As the server says it itself, with what its maker added. */
  public String serverVersion() {
    return ask(connection -> text(connection, "SELECT CONCAT(VERSION(), ', ', @@version_comment)"));
  }

  /** Asks through the pool. Any failure is a {@link TargetException}. */
  <T> T ask(Question<T> question) {
    try {
      return breaker.executeCallable(() -> ask(pool, question));
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

  /** Asks for an attempt that is at work, whatever others ask and however often they failed. */
  <T> T watch(Question<T> question) {
    try {
      return ask(watch, question);
    } catch (SQLException e) {
      throw new TargetException("target " + config + ": " + firstLine(e), e);
    }
  }

  /** Ends what a session of ours is doing, or the session itself. */
  void kill(String what, long threadId) {
    watch(
        asking -> {
          try (Statement statement = statement(asking)) {
            return statement.execute("KILL " + what + " " + threadId);
          }
        });
  }

  /** A session of its own, to be closed by the caller, in which these were executed. */
  Connection session(List<String> statements) throws SQLException {
    return prepared(sessions.getConnection(), statements);
  }

  /** The same for short questions: a server that falls silent is given up. */
  Connection askingSession(List<String> statements) throws SQLException {
    return prepared(asking.getConnection(), statements);
  }

  private static Connection prepared(Connection connection, List<String> statements)
      throws SQLException {
    try {
      for (String sql : statements) {
        try (Statement statement = statement(connection)) {
          statement.execute(sql);
        }
      }
      return connection;
    } catch (SQLException e) {
      Sessions.abandon(connection);
      throw e;
    }
  }

  /**
   * A session to be closed soon by the caller, in which these were executed. Others have been asked
   * for definitions before, and set nothing else.
   */
  Connection definitions(List<String> statements) throws SQLException {
    return prepared(definitions.getConnection(), statements);
  }

  /** The server's ids of all sessions of ours, and of the others given. */
  String ourThreads(Collection<Long> others) {
    return threads.and(others);
  }

  @Override
  public void close() {
    definitions.close();
    watch.close();
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

  private static <T> T ask(HikariDataSource pool, Question<T> question) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return question.ask(connection);
    }
  }
}
