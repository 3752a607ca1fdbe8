package dev.lowtide.scheduler.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sessions whose transactions have written something and do not look at the past, from SHOW ENGINE
 * INNODB STATUS: the one place that says so. Each transaction that has written is in it, and a line
 * of its own says whether it has a read view. Of one that has only read there is nothing: nothing
 * is known of it then.
 */
final class TransactionsWithoutView {

  private static final Pattern BEGINS = Pattern.compile("^---TRANSACTION (.*)", Pattern.MULTILINE);

  private static final Pattern SESSION =
      Pattern.compile(
          "^MySQL thread id (\\d+), OS thread handle \\d+, query id ", Pattern.MULTILINE);

  private static final String VIEW = "read view will not see";

  /** A text of more than 1 MiB lacks some of its middle, perhaps the line that counts. */
  private static final String TRUNCATED = "... truncated...";

  /** Texts of statements are in it as well. One that looks like a part of it may hide anything. */
  private static final String MISLEADING =
      """
      SELECT COUNT(*) FROM performance_schema.threads
      WHERE PROCESSLIST_INFO LIKE '%---TRANSACTION%' AND PROCESSLIST_ID <> CONNECTION_ID()\
      """;

  private TransactionsWithoutView() {}

  /** The server's ids of these sessions; empty if that cannot be told. */
  static Set<Long> of(Connection connection) throws SQLException {
    try (Statement statement = Target.statement(connection)) {
      Set<Long> sessions = new HashSet<>();
      try (ResultSet row = statement.executeQuery("SHOW ENGINE INNODB STATUS")) {
        row.next();
        sessions.addAll(parse(row.getString(3)));
      }
      return sessions.isEmpty() || isMisleading(statement) ? Set.of() : sessions;
    }
  }

  private static boolean isMisleading(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(MISLEADING)) {
      row.next();
      return row.getLong(1) > 0;
    }
  }

  static Set<Long> parse(String text) {
    Set<Long> without = new HashSet<>();
    Set<Long> twice = new HashSet<>();
    Set<Long> named = new HashSet<>();
    if (text.contains(TRUNCATED)) {
      return without;
    }
    Matcher begins = BEGINS.matcher(text);
    for (boolean isFound = begins.find(); isFound; ) {
      boolean isActive = begins.group(1).contains(", ACTIVE");
      int from = begins.end();
      isFound = begins.find();
      String transaction = text.substring(from, isFound ? begins.start() : text.length());
      Matcher session = SESSION.matcher(transaction);
      if (session.find()) {
        long id = Long.parseLong(session.group(1));
        if (!named.add(id)) {
          twice.add(id);
        }
        if (isActive && !transaction.contains(VIEW) && !session.find()) {
          without.add(id);
        }
      }
    }
    without.removeAll(twice);
    return without;
  }
}
