package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.load.OpenTransaction;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.load.ServerProbe;
import dev.lowtide.scheduler.load.TableOnServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks performance_schema and information_schema what the server is doing. Any thread. */
public final class MySqlServerProbe implements ServerProbe {

  /** Threads that apply a source's binary log are told of by {@link ReplicaLag}. */
  private static final String RUNNING =
      """
      SELECT COUNT(*) FROM performance_schema.threads
      WHERE TYPE = 'FOREGROUND' AND PROCESSLIST_ID IS NOT NULL
        AND PROCESSLIST_COMMAND NOT IN ('Sleep', 'Daemon', 'Binlog Dump', 'Binlog Dump GTID')
        AND NAME NOT LIKE 'thread/sql/replica%' AND NAME NOT LIKE 'thread/sql/slave%'
        AND PROCESSLIST_ID NOT IN\s""";

  /** A transaction without a thread is one that XA PREPARE has detached from its session. */
  private static final String TRANSACTIONS =
      """
      SELECT x.trx_mysql_thread_id, COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), ''),
        TIMESTAMPDIFF(SECOND, x.trx_started, NOW())
      FROM information_schema.INNODB_TRX x
      LEFT JOIN performance_schema.threads t ON t.PROCESSLIST_ID + 0 = x.trx_mysql_thread_id
      WHERE x.trx_mysql_thread_id = 0 OR x.trx_mysql_thread_id NOT IN {ours}
      ORDER BY x.trx_started""";

  private final Target target;
  private final LocksOfOthers locks = new LocksOfOthers();

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
          int detached = all.size() - ofSessions.size();
          return new ServerLoad(
              running(connection),
              ofSessions,
              Math.max(detached, PreparedXa.count(connection)),
              locks.ofBackups(connection, ourThreads()),
              ReplicaLag.seconds(connection),
              RedoAndUndo.historyListLength(connection),
              RedoAndUndo.checkpointAgePercent(connection));
        });
  }

  @Override
  public TableOnServer table(TableName table) {
    return probe(
        connection ->
            new TableOnServer(
                locks.on(connection, table, ourThreads()),
                ReadViews.open(connection, ourThreads())));
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

  private String ourThreads() {
    return target.ourThreads(List.of());
  }
}
