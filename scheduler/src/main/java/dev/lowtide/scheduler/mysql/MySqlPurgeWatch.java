package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.estimate.PurgeDebt;
import dev.lowtide.scheduler.estimate.PurgeDebt.Holder;
import dev.lowtide.scheduler.estimate.PurgeWatch;
import dev.lowtide.scheduler.load.Gauge;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks how far purge is behind, and whose view of the past it waits for. Safe for any thread. */
public final class MySqlPurgeWatch implements PurgeWatch {

  /** As many as anybody reads, and more than it takes to find one that has a view. */
  private static final int HOLDERS_MAX = 20;

  /**
   * A transaction that repeats its reads keeps its view from the first of them to the end, and is
   * no younger than that; others have one while a statement is at work.
   */
  private static final String VIEWS =
      """
      SELECT x.trx_mysql_thread_id,
        COALESCE(CONCAT(t.PROCESSLIST_USER, '@', t.PROCESSLIST_HOST), 'nobody'),
        COALESCE((SELECT a.ATTR_VALUE FROM performance_schema.session_connect_attrs a
          WHERE a.PROCESSLIST_ID = x.trx_mysql_thread_id AND a.ATTR_NAME = 'program_name'), ''),
        t.NAME, COALESCE(t.PROCESSLIST_COMMAND, ''),
        COALESCE((SELECT MAX(SUBSTRING_INDEX(e.EVENT_NAME, '/', -1))
          FROM performance_schema.events_statements_current e
          WHERE e.THREAD_ID = t.THREAD_ID AND e.END_EVENT_ID IS NULL
            AND e.NESTING_EVENT_LEVEL = 0), ''),
        TIMESTAMPDIFF(SECOND, IF(x.trx_isolation_level IN ('REPEATABLE READ', 'SERIALIZABLE'),
          x.trx_started, GREATEST(x.trx_started, NOW() - INTERVAL t.PROCESSLIST_TIME SECOND)),
          NOW()) AS age
      FROM information_schema.INNODB_TRX x
      JOIN performance_schema.threads t ON t.PROCESSLIST_ID = x.trx_mysql_thread_id
      WHERE x.trx_mysql_thread_id <> CONNECTION_ID()
        AND (x.trx_isolation_level IN ('REPEATABLE READ', 'SERIALIZABLE')
          OR x.trx_isolation_level = 'READ COMMITTED' AND t.PROCESSLIST_COMMAND <> 'Sleep')
      ORDER BY age DESC LIMIT\s"""
          + HOLDERS_MAX;

  /** The server describes transactions that write, and says which of them has a view. */
  private static final Pattern TRANSACTION = Pattern.compile("(?m)^---TRANSACTION ");

  private static final Pattern THREAD = Pattern.compile("MySQL thread id (\\d+)");
  private static final String VIEW = "Trx read view will not see";

  private final Target target;

  public MySqlPurgeWatch(Target target) {
    this.target = target;
  }

  @Override
  public PurgeDebt look() {
    return target.ask(MySqlPurgeWatch::look);
  }

  private static PurgeDebt look(Connection connection) throws SQLException {
    Gauge history = RedoAndUndo.historyListLength(connection);
    FactReader reader = new FactReader(connection);
    Set<Long> without = reader.ask("the server's status", Set.of(), MySqlPurgeWatch::withoutView);
    List<Holder> holders = reader.ask("transactions", List.of(), asked -> holders(asked, without));
    int prepared = reader.ask("XA transactions", 0, asked -> XaRecover.ask(asked).count());
    return new PurgeDebt(
        history.isMissing() ? -1 : Math.round(history.value()), holders, prepared, reader.unseen());
  }

  private static List<Holder> holders(Connection connection, Set<Long> without)
      throws SQLException {
    List<Holder> holders = new ArrayList<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(VIEWS)) {
      while (row.next()) {
        if (!without.contains(row.getLong(1))) {
          holders.add(
              new Holder(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  doing(row.getString(4), row.getString(5), row.getString(6)),
                  Duration.ofSeconds(Math.max(0, row.getLong(7)))));
        }
      }
    }
    return holders;
  }

  private static String doing(String thread, String command, String statement) {
    if (thread.contains("/replica_") || thread.contains("/slave_")) {
      return "applying a source's changes";
    }
    if (command.equals("Sleep")) {
      return "idle";
    }
    return statement.isEmpty() ? command : statement.toUpperCase(Locale.ROOT).replace('_', ' ');
  }

  private static Set<Long> withoutView(Connection connection) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery("SHOW ENGINE INNODB STATUS")) {
      row.next();
      return withoutView(row.getString(3));
    }
  }

  /**
   * Sessions whose transaction has written, and has not looked at anything that it must see again.
   */
  static Set<Long> withoutView(String status) {
    Set<Long> sessions = new HashSet<>();
    // Before the first of them there are others, of a deadlock that is long over.
    List<String> parts = TRANSACTION.splitAsStream(status).skip(1).toList();
    for (String transaction : parts) {
      Matcher thread = THREAD.matcher(transaction);
      if (transaction.contains("ACTIVE") && !transaction.contains(VIEW) && thread.find()) {
        sessions.add(Long.parseLong(thread.group(1)));
      }
    }
    return sessions;
  }
}
