package dev.lowtide.scheduler.mysql;

import com.mysql.cj.MysqlConnection;
import com.mysql.cj.jdbc.MysqlDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens sessions at the target and remembers the server's ids of them, so that what we do is not
 * taken for what others do. Safe for any thread.
 */
final class TargetDataSource extends MysqlDataSource {

  private static final long serialVersionUID = 1L;

  private final Set<Long> threads = ConcurrentHashMap.newKeySet();

  TargetDataSource(TargetConfig config) {
    // Encrypted if the server can; if not, the password still travels encrypted by its key.
    setUrl(
        "jdbc:mysql://"
            + config.host()
            + ":"
            + config.port()
            + "/?sslMode=PREFERRED&allowPublicKeyRetrieval=true&connectTimeout=5000"
            + "&tcpKeepAlive=true&connectionAttributes=program_name:lowtide");
    setUser(config.user());
    setPassword(config.password());
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    threads.add(threadId(connection));
    return connection;
  }

  /** The sessions that were opened here; ids are not used twice, so ended ones do no harm. */
  Set<Long> threads() {
    return Set.copyOf(threads);
  }

  static long threadId(Connection connection) throws SQLException {
    return connection.unwrap(MysqlConnection.class).getId();
  }
}
