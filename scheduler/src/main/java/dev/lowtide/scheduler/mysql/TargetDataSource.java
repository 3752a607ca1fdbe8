package dev.lowtide.scheduler.mysql;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Opens sessions at the target. Safe for any thread. */
final class TargetDataSource extends MysqlDataSource {

  private static final long serialVersionUID = 1L;

  private final OurThreads threads;

  /**
   * Settings of the server's that end idle sessions or long statements are not for ours; and ours
   * wait for no lock without end.
   *
   * @param silenceMax after which a server that says nothing counts as gone; zero for never
   */
  TargetDataSource(TargetConfig config, OurThreads threads, Duration silenceMax) {
    this.threads = threads;
    // Encrypted if the server can; if not, the password still travels encrypted by its key.
    setUrl(
        "jdbc:mysql://"
            + config.host()
            + ":"
            + config.port()
            + "/?sslMode=PREFERRED&allowPublicKeyRetrieval=true&connectTimeout=5000"
            + "&tcpKeepAlive=true&connectionAttributes=program_name:lowtide"
            + "&sessionVariables=wait_timeout=28800,lock_wait_timeout=5"
            + "&socketTimeout="
            + silenceMax.toMillis());
    setUser(config.user());
    setPassword(config.password());
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    try {
      endlessly(connection);
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
