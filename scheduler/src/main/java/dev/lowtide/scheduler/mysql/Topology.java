package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.plan.ServerVersion;
import dev.lowtide.scheduler.preflight.BinlogFilters;
import dev.lowtide.scheduler.preflight.TopologyFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What other servers there are, and what of its changes a server passes on to them. */
final class Topology {

  /** Whoever reads it with our account is us. */
  private static final String READERS =
      """
      SELECT CONCAT(COALESCE(PROCESSLIST_USER, ''), '@', COALESCE(PROCESSLIST_HOST, ''))
      FROM performance_schema.threads
      WHERE PROCESSLIST_COMMAND IN ('Binlog Dump', 'Binlog Dump GTID')
        AND NOT (PROCESSLIST_USER <=> SUBSTRING_INDEX(USER(), '@', 1))""";

  private static final String SOURCES =
      """
      SELECT COUNT(*) FROM performance_schema.replication_connection_configuration
      WHERE CHANNEL_NAME NOT LIKE 'group\\_replication\\_%' AND HOST <> ''""";

  private static final String GROUP_MEMBERS =
      """
      SELECT COUNT(*) FROM performance_schema.replication_group_members
      WHERE MEMBER_STATE <> 'OFFLINE'""";

  private static final String NDB =
      """
      SELECT COUNT(*) FROM information_schema.ENGINES
      WHERE ENGINE = 'ndbcluster' AND SUPPORT IN ('YES', 'DEFAULT')""";

  private Topology() {}

  static TopologyFacts topology(FactReader reader) throws SQLException {
    return new TopologyFacts(
        reader.texts("sessions", READERS),
        reader.isAny("replication", SOURCES),
        reader.isAny("replication groups", GROUP_MEMBERS),
        !reader.texts("Galera", "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'").isEmpty(),
        reader.isAny("engines", NDB));
  }

  static BinlogFilters filters(FactReader reader, ServerVersion version) throws SQLException {
    String sql = version.isAtLeast(8, 2, 0) ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
    return reader.ask("the binary log", BinlogFilters.NONE, c -> filters(c, sql));
  }

  /** No row if there is no binary log. */
  private static BinlogFilters filters(Connection connection, String sql) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      return row.next()
          ? new BinlogFilters(list(row.getString(3)), list(row.getString(4)))
          : BinlogFilters.NONE;
    }
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }
}
