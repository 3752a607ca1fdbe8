package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.preflight.SessionFacts;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Other sessions that speak against beginning, as the server has them. */
final class SessionsInTheWay {

  /** As many as anybody reads; each of them is enough. */
  private static final int NAMED_MAX = 5;

  private static final String WHO =
      "CONCAT('session ', t.PROCESSLIST_ID, ' (', COALESCE(t.PROCESSLIST_USER, ''), ')')";

  private static final String LOCKS =
      "SELECT DISTINCT CONCAT("
          + WHO
          + """
          , ': ', m.LOCK_TYPE, ' on ', COALESCE(CONCAT(m.OBJECT_SCHEMA, '.', m.OBJECT_NAME),
            m.OBJECT_TYPE))
          FROM performance_schema.metadata_locks m
          JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
          WHERE t.PROCESSLIST_ID IS NOT NULL AND %s
          AND t.PROCESSLIST_ID NOT IN\s""";

  private static final String DEFINITIONS =
      LOCKS.formatted(
          """
          m.OBJECT_TYPE = 'TABLE' AND m.LOCK_TYPE IN ('SHARED_UPGRADABLE', 'SHARED_NO_WRITE',
            'SHARED_NO_READ_WRITE', 'EXCLUSIVE')""");

  private static final String BACKUPS =
      LOCKS.formatted("m.OBJECT_TYPE IN ('BACKUP LOCK', 'GLOBAL') AND m.LOCK_TYPE = 'SHARED'");

  private static final String CLONE_PLUGIN =
      """
      SELECT COUNT(*) FROM information_schema.PLUGINS
      WHERE PLUGIN_NAME = 'clone' AND PLUGIN_STATUS = 'ACTIVE'""";

  private static final String CLONING =
      "SELECT COUNT(*) FROM performance_schema.clone_status WHERE STATE = 'In Progress'";

  /** Found by both parts of the key of variables_by_thread, which is all that is indexed there. */
  private static final String UNLOGGED =
      "SELECT CONCAT("
          + WHO
          + """
          , ': ', v.VARIABLE_NAME, ' = ', v.VARIABLE_VALUE)
          FROM performance_schema.threads t
          JOIN performance_schema.variables_by_thread v ON v.THREAD_ID = t.THREAD_ID
            AND v.VARIABLE_NAME IN ('sql_log_bin', 'binlog_format', 'binlog_row_image')
          WHERE t.TYPE = 'FOREGROUND' AND (v.VARIABLE_NAME, v.VARIABLE_VALUE) NOT IN (
            ('sql_log_bin', 'ON'), ('binlog_format', 'ROW'), ('binlog_row_image', 'FULL'))
          AND t.PROCESSLIST_ID NOT IN\s""";

  private static final String OF_TABLE =
      """
      FROM performance_schema.metadata_locks m
      LEFT JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      LEFT JOIN performance_schema.events_transactions_current e
        ON e.THREAD_ID = m.OWNER_THREAD_ID
      WHERE m.OBJECT_TYPE = 'TABLE' AND m.OBJECT_SCHEMA = ? AND m.OBJECT_NAME = ?
        AND m.LOCK_STATUS = 'GRANTED' AND (t.PROCESSLIST_ID IS NULL OR t.PROCESSLIST_ID NOT IN
      """;

  private static final String LOCKERS =
      " AND m.LOCK_TYPE IN ('SHARED_READ_ONLY', 'SHARED_NO_READ_WRITE')";

  /** Longer than a page or a job of ordinary size takes; timers count picoseconds. */
  private static final String LONG =
      " AND m.LOCK_DURATION = 'TRANSACTION' AND e.STATE = 'ACTIVE'"
          + " AND e.TIMER_WAIT > 60 * 1000000000000";

  /** Only those show that our account may see, which takes EVENT. */
  private static final String EVENTS =
      """
      SELECT CONCAT(EVENT_SCHEMA, '.', EVENT_NAME) FROM information_schema.EVENTS
      WHERE STATUS = 'ENABLED'
        AND INSTR(LOWER(CONCAT(EVENT_SCHEMA, ' ', EVENT_DEFINITION)), LOWER(?)) > 0
        AND INSTR(LOWER(EVENT_DEFINITION), LOWER(?)) > 0
        AND (EVENT_DEFINITION LIKE '%alter %' OR EVENT_DEFINITION LIKE '%truncate %'
          OR EVENT_DEFINITION LIKE '%drop %' OR EVENT_DEFINITION LIKE '%rename %'
          OR EVENT_DEFINITION LIKE '%optimize %' OR EVENT_DEFINITION LIKE '%repair %')""";

  private SessionsInTheWay() {}

  /**
   * @param ours the server's ids of our sessions, as IN takes them
   * @param isFollowed whether changes are followed in the binary log
   */
  static SessionFacts read(FactReader reader, TableName table, String ours, boolean isFollowed)
      throws SQLException {
    String ofTable = OF_TABLE + ours + ")";
    String who = "SELECT DISTINCT " + WHO + ofTable;
    return facts(
        reader,
        ours,
        isFollowed ? reader.texts("variables of sessions", UNLOGGED + ours) : List.of(),
        about(reader, "metadata locks", who + LOCKERS, table),
        isFollowed ? about(reader, "transactions", who + LONG, table) : List.of(),
        isFollowed ? about(reader, "events", EVENTS, table) : List.of());
  }

  /** Those that are in the way of work that no table is the subject of. */
  static SessionFacts ofServer(FactReader reader, String ours) throws SQLException {
    return facts(reader, ours, List.of(), List.of(), List.of(), List.of());
  }

  private static SessionFacts facts(
      FactReader reader,
      String ours,
      List<String> unlogged,
      List<String> lockers,
      List<String> lasting,
      List<String> events)
      throws SQLException {
    return new SessionFacts(
        reader.ask("instruments", false, c -> Instruments.missingForLocks(c).isEmpty()),
        reader.ask("instruments", false, c -> Instruments.missingForTransactions(c).isEmpty()),
        reader.texts("metadata locks", DEFINITIONS + ours),
        reader.texts("metadata locks", BACKUPS + ours),
        reader.isAny("plugins", CLONE_PLUGIN) && reader.isAny("clones", CLONING),
        unlogged,
        lockers,
        lasting,
        events);
  }

  private static List<String> about(FactReader reader, String what, String sql, TableName table)
      throws SQLException {
    return reader.ask(
        what,
        List.of(),
        connection -> {
          List<String> texts = new ArrayList<>();
          try (PreparedStatement statement =
              connection.prepareStatement(sql + " LIMIT " + NAMED_MAX)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.table());
            try (ResultSet row = statement.executeQuery()) {
              while (row.next()) {
                texts.add(row.getString(1));
              }
            }
          }
          return texts;
        });
  }
}
