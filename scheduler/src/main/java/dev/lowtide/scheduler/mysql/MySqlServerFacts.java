package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.execute.ServerFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What preflight checks judge by, asked of the target. Safe for any thread. */
public final class MySqlServerFacts implements ServerFacts.Source {

  private static final String READ_ONLY = "SELECT @@read_only OR @@super_read_only";

  private static final String REPLICAS =
      """
      SELECT COUNT(*) FROM performance_schema.threads
      WHERE PROCESSLIST_COMMAND IN ('Binlog Dump', 'Binlog Dump GTID')""";

  private static final String GROUP_MEMBERS =
      """
      SELECT COUNT(*) FROM performance_schema.replication_group_members
      WHERE MEMBER_STATE <> 'OFFLINE'""";

  private static final String WSREP = "SHOW GLOBAL VARIABLES LIKE 'wsrep_on'";

  private static final String DEFINITIONS =
      """
      SELECT DISTINCT CONCAT('session ', t.PROCESSLIST_ID, ' (', COALESCE(t.PROCESSLIST_USER, ''),
        '): ', m.LOCK_TYPE, ' on ', COALESCE(CONCAT(m.OBJECT_SCHEMA, '.', m.OBJECT_NAME),
        m.OBJECT_TYPE))
      FROM performance_schema.metadata_locks m
      JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      WHERE t.PROCESSLIST_ID IS NOT NULL AND (
        (m.OBJECT_TYPE = 'TABLE' AND m.LOCK_TYPE IN ('SHARED_UPGRADABLE', 'SHARED_NO_WRITE',
          'SHARED_NO_READ_WRITE', 'EXCLUSIVE'))
        OR (m.OBJECT_TYPE = 'BACKUP LOCK' AND m.LOCK_TYPE = 'SHARED')
        OR (m.OBJECT_TYPE = 'GLOBAL' AND m.LOCK_TYPE = 'SHARED'))
      AND t.PROCESSLIST_ID NOT IN\s""";

  private final Target target;
  private final String host;

  public MySqlServerFacts(Target target, TargetConfig config) {
    this.target = target;
    this.host = config.host();
  }

  @Override
  public ServerFacts read() {
    return target.ask(
        connection ->
            new ServerFacts(
                TargetRights.missing(connection),
                Target.text(connection, READ_ONLY).equals("1"),
                Instruments.missingForLocks(connection).isEmpty(),
                Instruments.missingForTransactions(connection).isEmpty(),
                Integer.parseInt(Target.text(connection, REPLICAS)),
                cluster(connection),
                definitions(connection),
                freeDisk(connection)));
  }

  private static String cluster(Connection connection) throws SQLException {
    if (!Target.text(connection, GROUP_MEMBERS).equals("0")) {
      return "a replication group";
    }
    return Target.text(connection, WSREP).isEmpty() ? "" : "a Galera cluster";
  }

  private List<String> definitions(Connection connection) throws SQLException {
    List<String> definitions = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(DEFINITIONS + target.ourThreads(List.of()))) {
      while (row.next()) {
        definitions.add(row.getString(1));
      }
    }
    return definitions;
  }

  /** Only where the server runs on this machine, and its directory is where it says. */
  private OptionalLong freeDisk(Connection connection) throws SQLException {
    Path directory = Path.of(Target.text(connection, "SELECT @@datadir"));
    try {
      return InetAddress.getByName(host).isLoopbackAddress() && Files.isDirectory(directory)
          ? OptionalLong.of(Files.getFileStore(directory).getUsableSpace())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
