package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.LogFiles;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.space.BinlogServer;
import dev.lowtide.scheduler.space.Deed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The binary log of the target, and who needs it. Safe for any thread. */
public final class MySqlBinlogServer implements BinlogServer, Deed {

  private static final int ER_PARSE = 1064;

  /**
   * Whoever reads it with our account is us. A replica tells its source which server it is; host
   * names do not, they depend on who resolves them.
   */
  private static final String READERS =
      """
      SELECT CONCAT(COALESCE(t.PROCESSLIST_USER, ''), '@', COALESCE(t.PROCESSLIST_HOST, '')),
        COALESCE((SELECT MAX(CAST(v.VARIABLE_VALUE AS CHAR))
          FROM performance_schema.user_variables_by_thread v
          WHERE v.THREAD_ID = t.THREAD_ID AND v.VARIABLE_NAME IN ('replica_uuid', 'slave_uuid')),
          '')
      FROM performance_schema.threads t
      WHERE t.PROCESSLIST_COMMAND IN ('Binlog Dump', 'Binlog Dump GTID')
        AND NOT (t.PROCESSLIST_USER <=> SUBSTRING_INDEX(USER(), '@', 1))""";

  private final Target target;
  private final MySqlLogFiles files;
  private final List<TargetConfig> replicas;
  private final Supplier<List<CopyRecord>> copies;

  /**
   * @param replicas with our account there
   * @param copies that the registry knows of; each goes on from its position
   */
  public MySqlBinlogServer(
      Target target, List<TargetConfig> replicas, Supplier<List<CopyRecord>> copies) {
    this.target = target;
    this.files = new MySqlLogFiles(target);
    this.replicas = List.copyOf(replicas);
    this.copies = copies;
  }

  @Override
  public LogFiles files() {
    return files.read();
  }

  @Override
  public List<Reader> readers() {
    return target.ask(MySqlBinlogServer::readers);
  }

  private static List<Reader> readers(Connection connection) throws SQLException {
    List<Reader> readers = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(READERS)) {
      while (row.next()) {
        readers.add(new Reader(row.getString(1), row.getString(2)));
      }
    }
    return readers;
  }

  @Override
  public List<Need> needs() {
    List<Need> needs = new ArrayList<>();
    for (CopyRecord copy : copies.get()) {
      needs.add(
          new Need(
              "copy " + copy.id() + " of " + copy.table().original(),
              copy.applied().file(),
              ""));
    }
    String source = target.serverId();
    for (TargetConfig replica : replicas) {
      needs.add(ask(replica, source));
    }
    return needs;
  }

  @Override
  public void execute(ShrinkPlan plan) {
    Statements.execute(target, plan);
  }

  @Override
  public String doubts(ShrinkPlan plan) {
    String first = files().files().get(0).name();
    return first.equals(plan.subject().name())
        ? ""
        : "the oldest file is " + first + " (expected: " + plan.subject().name() + ")";
  }

  /** What it has applied: after a crash it may fetch all from there on once more. */
  private static Need ask(TargetConfig replica, String source) {
    String who = "replica " + replica.host() + ":" + replica.port();
    TargetConfig alone =
        new TargetConfig(replica.host(), replica.port(), replica.user(), replica.password(), 1);
    try (Target asked = new Target(alone)) {
      return asked.ask(
          connection ->
              new Need(
                  who,
                  applied(connection, source),
                  Target.text(connection, "SELECT @@server_uuid")));
    } catch (TargetException e) {
      return new Need(who, "", "");
    }
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
