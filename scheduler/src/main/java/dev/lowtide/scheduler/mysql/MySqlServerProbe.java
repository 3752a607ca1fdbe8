package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.load.OpenTransaction;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.load.ServerProbe;
import dev.lowtide.scheduler.load.TableLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks performance_schema and information_schema what the server is doing. Any thread. */
public final class MySqlServerProbe implements ServerProbe {

  private static final String RUNNING =
      """
      SELECT COUNT(*) FROM performance_schema.threads
      WHERE TYPE = 'FOREGROUND' AND PROCESSLIST_ID IS NOT NULL
        AND PROCESSLIST_COMMAND NOT IN ('Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID')
        AND PROCESSLIST_ID NOT IN\s""";

  /** A transaction without a thread is one that XA PREPARE has detached from its session. */
  private static final String TRANSACTIONS =
      """
      SELECT x.trx_mysql_thread_id, COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), ''),
        TIMESTAMPDIFF(SECOND, x.trx_started, NOW())
      FROM information_schema.INNODB_TRX x
      LEFT JOIN performance_schema.threads t ON t.PROCESSLIST_ID = x.trx_mysql_thread_id
      WHERE x.trx_mysql_thread_id = 0 OR x.trx_mysql_thread_id NOT IN {ours}
      ORDER BY x.trx_started""";

  private static final String LOCKS =
      """
      SELECT t.PROCESSLIST_ID, CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), m.LOCK_TYPE,
        m.LOCK_STATUS = 'PENDING', COALESCE(t.PROCESSLIST_TIME, 0)
      FROM performance_schema.metadata_locks m
      JOIN performance_schema.threads t ON t.THREAD_ID = m.OWNER_THREAD_ID
      WHERE m.OBJECT_TYPE = 'TABLE' AND m.OBJECT_SCHEMA = ? AND m.OBJECT_NAME = ?
        AND t.PROCESSLIST_ID IS NOT NULL AND t.PROCESSLIST_ID NOT IN\s""";

  private final Target target;

  public MySqlServerProbe(Target target) {
    this.target = target;
  }

  @Override
  public ServerLoad load() {
    return probe(
        connection -> {
          List<OpenTransaction> all = transactions(connection);
          List<OpenTransaction> ofSessions =
              all.stream().filter(transaction -> transaction.threadId() != 0).toList();
          return new ServerLoad(running(connection), ofSessions, all.size() - ofSessions.size());
        });
  }

  @Override
  public List<TableLock> locks(TableName table) {
    return probe(connection -> locks(connection, table));
  }

  private <T> T probe(Target.Question<T> question) {
    try {
      return target.ask(question);
    } catch (TargetException e) {
      throw new ProbeFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  private int running(Connection connection) throws SQLException {
    return Integer.parseInt(Target.text(connection, RUNNING + ourThreads()));
  }

  private List<OpenTransaction> transactions(Connection connection) throws SQLException {
    List<OpenTransaction> transactions = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(TRANSACTIONS.replace("{ours}", ourThreads()))) {
      while (row.next()) {
        transactions.add(
            new OpenTransaction(
                row.getLong(1), row.getString(2), Duration.ofSeconds(row.getLong(3))));
      }
    }
    return transactions;
  }

  private List<TableLock> locks(Connection connection, TableName table) throws SQLException {
    List<TableLock> locks = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(LOCKS + ourThreads())) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          locks.add(
              new TableLock(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getBoolean(4),
                  Duration.ofSeconds(row.getLong(5))));
        }
      }
    }
    return locks;
  }

  private String ourThreads() {
    return target.ourThreads(List.of());
  }
}
