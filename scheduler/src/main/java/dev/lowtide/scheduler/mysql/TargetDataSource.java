package dev.lowtide.scheduler.mysql;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Opens sessions at the target. Safe for any thread. */
final class TargetDataSource extends MysqlDataSource {

  /** Beyond the longest answer, so that only a network that went silent is taken for one. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(15);

  private static final long serialVersionUID = 1L;

  private final OurThreads threads;
  private final Duration silenceMax;

  /**
   * Settings of the server's that end idle sessions or long statements are not for ours; and ours
   * wait for no lock without end.
   *
   * <p>While one is opened only the server's silence counts. Our own time does not: a process that
   * has just begun, on a machine that is busy with much else, may take long for its first one.
   *
   * @param silenceMax after which a server that says nothing to a session that is open counts as
   *     gone; zero for never
   */
  TargetDataSource(TargetConfig config, OurThreads threads, Duration silenceMax) {
    this.threads = threads;
    this.silenceMax = silenceMax;
    // Encrypted if the server can; if not, the password still travels encrypted by its key.
    setUrl(
        "jdbc:mysql://"
            + config.host()
            + ":"
            + config.port()
            + "/?sslMode=PREFERRED&allowPublicKeyRetrieval=true&tcpKeepAlive=true"
            + "&connectionAttributes=program_name:lowtide"
            + "&sessionVariables=wait_timeout=28800,lock_wait_timeout=5"
            + "&connectTimeout=5000&socketTimeout="
            + SILENCE_MAX.toMillis());
    setUser(config.user());
    setPassword(config.password());
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    try {
      endlessly(connection);
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(silenceMax.toMillis()));
      threads.add(connection, threadId(connection));
      return connection;
    } catch (SQLException e) {
      Sessions.abandon(connection);
      throw e;
    }
  }

  /** MariaDB has no such variable, and reads past comments of these versions. */
  private static void endlessly(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET SESSION wait_timeout = 28800 /*!80000 , max_execution_time = 0 */");
    }
  }

  static long threadId(Connection connection) throws SQLException {
    return connection.unwrap(MysqlConnection.class).getId();
  }
}
