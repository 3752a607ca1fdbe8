package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.ending.ServerEnding;
import dev.lowtide.scheduler.ending.ServerSession;
import dev.lowtide.scheduler.ending.ServerSessions;
import dev.lowtide.scheduler.ending.ServerTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at sessions and ends them through a connection of our own. Safe for any thread.
 *
 * <p>INNODB_TRX is a copy that the server makes anew at most every 0.1 s;
 * events_transactions_current, which must agree, is not.
 */
public final class MySqlServerSessions implements ServerSessions {

  private static final String SESSION =
      """
      SELECT COALESCE(t.PROCESSLIST_USER, ''), COALESCE(t.PROCESSLIST_HOST, ''),
        COALESCE((SELECT a.ATTR_VALUE FROM performance_schema.session_connect_attrs a
          WHERE a.PROCESSLIST_ID = t.PROCESSLIST_ID AND a.ATTR_NAME = 'program_name'), ''),
        COALESCE(t.PROCESSLIST_COMMAND, ''), t.TYPE = 'FOREGROUND', t.NAME,
        t.PROCESSLIST_ID IN {ours}, x.trx_id, COALESCE(e.EVENT_ID, 0),
        TIMESTAMPDIFF(MICROSECOND, x.trx_started, NOW(6))
      FROM performance_schema.threads t
      LEFT JOIN information_schema.INNODB_TRX x ON x.trx_mysql_thread_id = t.PROCESSLIST_ID
      LEFT JOIN performance_schema.events_transactions_current e
        ON e.THREAD_ID = t.THREAD_ID AND e.STATE = 'ACTIVE'
      WHERE t.PROCESSLIST_ID = ?""";

  /** More than this nobody reads on a page. */
  private static final String TABLES =
      """
      SELECT DISTINCT CONCAT(m.OBJECT_SCHEMA, '.', m.OBJECT_NAME, ' ', m.LOCK_TYPE)
      FROM performance_schema.metadata_locks m
      JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      WHERE m.OBJECT_TYPE = 'TABLE' AND m.LOCK_STATUS = 'GRANTED' AND t.PROCESSLIST_ID = ?
      ORDER BY 1 LIMIT 20""";

  /** ER_NO_SUCH_THREAD. */
  private static final int NO_SUCH_THREAD = 1094;

  /** ER_KILL_DENIED_ERROR: another account's, or one that has SYSTEM_USER. */
  private static final int KILL_DENIED = 1095;

  private final Target target;

  public MySqlServerSessions(Target target) {
    this.target = target;
  }

  @Override
  public Optional<ServerSession> find(long threadId) {
    return target.ask(connection -> Optional.ofNullable(look(connection, threadId)));
  }

  @Override
  public ServerEnding end(long threadId, ServerTransaction transaction) {
    return target.ask(
        connection -> {
          ServerSession now = look(connection, threadId);
          if (now == null) {
            return new ServerEnding.Gone();
          }
          if (!transaction.isUnique()) {
            return new ServerEnding.Refused(notUnique(transaction));
          }
          ServerTransaction open = now.transaction();
          return open != null && transaction.isStill(open)
              ? kill(connection, now)
              : new ServerEnding.Changed(now);
        });
  }

  @Override
  public ServerEnding endLeftBehind(long threadId, String user) {
    return target.ask(
        connection -> {
          ServerSession now = look(connection, threadId);
          return now == null || !now.user().equals(user)
              ? new ServerEnding.Gone()
              : kill(connection, now);
        });
  }

  private static String notUnique(ServerTransaction transaction) {
    return "transaction "
        + transaction
        + " only reads, and nobody can tell it from the session's next one (expected: its number"
        + " with the dot, which the server keeps with the consumer events_transactions_current)";
  }

  private static ServerEnding kill(Connection connection, ServerSession session)
      throws SQLException {
    if (!session.protection().isEmpty()) {
      return new ServerEnding.Refused(session.protection());
    }
    try (Statement statement = Target.statement(connection)) {
      statement.execute("KILL CONNECTION " + session.threadId());
      return new ServerEnding.Ended(session);
    } catch (SQLException e) {
      return switch (e.getErrorCode()) {
        case NO_SUCH_THREAD -> new ServerEnding.Gone();
        case KILL_DENIED -> new ServerEnding.Refused(lacking(connection, session));
        default -> throw e;
      };
    }
  }

  private static String lacking(Connection connection, ServerSession session) throws SQLException {
    String right = TargetRights.mayEndSessions(connection) ? "SYSTEM_USER" : "CONNECTION_ADMIN";
    String account =
        Target.text(connection, "SELECT CURRENT_USER()").replaceFirst("^(.*)@(.*)$", "'$1'@'$2'");
    return "the target's account may not end sessions of "
        + session.user()
        + " (expected: GRANT "
        + right
        + " ON *.* TO "
        + account
        + ")";
  }

  private @Nullable ServerSession look(Connection connection, long threadId) throws SQLException {
    String ours = target.ourThreads(List.of());
    try (PreparedStatement statement =
        connection.prepareStatement(SESSION.replace("{ours}", ours))) {
      statement.setLong(1, threadId);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? session(row, threadId, tables(connection, threadId)) : null;
      }
    }
  }

  private static ServerSession session(ResultSet row, long threadId, List<String> tables)
      throws SQLException {
    long trxId = row.getLong(8);
    boolean isOpen = !row.wasNull();
    return new ServerSession(
        threadId,
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        isOpen ? new ServerTransaction(trxId, row.getLong(9)) : null,
        isOpen ? Duration.ofNanos(1000 * row.getLong(10)) : null,
        tables,
        protection(row, threadId));
  }

  /** Ours, the server's own, and those that feed replicas are nobody's to end from here. */
  private static String protection(ResultSet row, long threadId) throws SQLException {
    String user = row.getString(1);
    String name = row.getString(6);
    boolean isServers =
        !row.getBoolean(5)
            || user.isEmpty()
            || user.equals("system user")
            || user.equals("event_scheduler")
            || user.startsWith("mysql.")
            || name.contains("replica")
            || name.contains("slave")
            || row.getString(4).equals("Daemon");
    if (isServers) {
      return "session " + threadId + " is one of the server's own (" + name + ")";
    }
    if (row.getString(4).startsWith("Binlog Dump")) {
      return "session " + threadId + " feeds a replica";
    }
    return row.getBoolean(7) ? "session " + threadId + " is one of Lowtide's own" : "";
  }

  private static List<String> tables(Connection connection, long threadId) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
      statement.setLong(1, threadId);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
    }
    return tables;
  }
}
