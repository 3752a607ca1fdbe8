package dev.lowtide.scheduler.mysql;

import com.mysql.cj.jdbc.MysqlDataSource;
import dev.lowtide.scheduler.space.BinlogServer.Need;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What a replica has applied of its source's binary log: after a crash it may fetch all from there
 * on once more. In one session that is closed at once.
 */
final class AppliedByReplica {

  /** Whoever asks has other things to look at every half second. */
  static final int SILENCE_MAX_MILLIS = 2000;

  private static final int ER_PARSE = 1064;

  private AppliedByReplica() {}

  /**
   * @param who the replica, in words
   * @param source the id of the server whose log it is
   */
  static Need ask(String who, TargetConfig replica, String source) throws SQLException {
    try (Connection connection = source(replica).getConnection()) {
      return new Need(
          who, applied(connection, source), Target.text(connection, "SELECT @@server_uuid"));
    }
  }

  private static MysqlDataSource source(TargetConfig replica) {
    MysqlDataSource source = new MysqlDataSource();
    source.setUrl(
        "jdbc:mysql://"
            + replica.host()
            + ":"
            + replica.port()
            + "/?sslMode=PREFERRED&allowPublicKeyRetrieval=true"
            + "&connectionAttributes=program_name:lowtide&connectTimeout="
            + SILENCE_MAX_MILLIS
            + "&socketTimeout="
            + SILENCE_MAX_MILLIS);
    source.setUser(replica.user());
    source.setPassword(replica.password());
    return source;
  }

  private static String applied(Connection connection, String source) throws SQLException {
    try {
      return applied(
          connection, "SHOW REPLICA STATUS", "Source_UUID", "Relay_Source_Log_File", source);
    } catch (SQLException e) {
      if (e.getErrorCode() != ER_PARSE) {
        throw e;
      }
      return applied(
          connection, "SHOW SLAVE STATUS", "Master_UUID", "Relay_Master_Log_File", source);
    }
  }

  /** Empty if it does not replicate this source, or has not begun to. */
  private static String applied(
      Connection connection, String sql, String uuid, String file, String source)
      throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        if (source.equals(row.getString(uuid))) {
          @Nullable String applied = row.getString(file);
          return applied == null ? "" : applied;
        }
      }
    }
    return "";
  }
}
