package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with a table after all that was done to it, in two ways: by the writers'
 * books, and by the other table that the same transactions wrote and nobody shrank. Shares nothing
 * with the comparison that a run itself makes.
 */
final class Witness {

  private static final int WRONG_MAX = 10;

  private final Access server;
  private final RandomTable table;
  private final List<String> wrong = new ArrayList<>();
  private long rows;

  Witness(Access server, RandomTable table) {
    this.server = server;
    this.table = table;
  }

  /** Rows that were compared. */
  long rows() {
    return rows;
  }

  /** Once nobody writes any more. Empty if all is well. */
  List<String> findWrong(List<Book> books, HotRows hot, Belongings before) throws SQLException {
    try (Connection one = server.connect();
        Connection other = server.connect()) {
      one.setCatalog(RandomTable.SCHEMA);
      settleDoubts(one, books);
      compareBooks(one, books, hot);
      RowsCompared compared = RowsCompared.compare(one, other, table);
      rows = compared.rows();
      wrong.addAll(compared.differences());
      if (table.hasTriggers()) {
        compareLogs(one);
      }
      wrong.addAll(Belongings.of(one, table).differencesTo(before));
      wrong.addAll(new IndexCheck(one, table).findWrong());
    }
    return wrong;
  }

  /** A row of unknown outcome may be one way or the other; the truth is told which. */
  private void settleDoubts(Connection connection, List<Book> books) throws SQLException {
    Map<Long, Long> stamps = stamps(connection);
    for (Book book : books) {
      for (Book.Doubt doubt : book.doubts()) {
        settle(connection, doubt, stamps.get(doubt.slot()));
      }
    }
  }

  private void settle(Connection connection, Book.Doubt doubt, @Nullable Long stamp)
      throws SQLException {
    Row after = doubt.after();
    Row before = doubt.before();
    boolean isAfter = after == null ? stamp == null : stamp != null && stamp == after.stamp();
    boolean isBefore = before == null ? stamp == null : stamp != null && stamp == before.stamp();
    if (isAfter) {
      execute(
          connection,
          doubt.statement().replace(Change.TABLE, RandomTable.TRUTH + "." + table.name()));
    } else if (!isBefore) {
      blame(
          "slot " + doubt.slot() + " has stamp " + stamp + ", expected " + before + " or " + after);
    }
  }

  private void compareBooks(Connection connection, List<Book> books, HotRows hot)
      throws SQLException {
    Map<Long, Long> found = stamps(connection);
    for (Book book : books) {
      book.rows().forEach(row -> compare(row, found.remove(row.slot())));
      book.doubts().forEach(doubt -> found.remove(doubt.slot()));
    }
    for (int i = 0; i < HotRows.COUNT; i++) {
      Row row = hot.current(i);
      compare(row, found.remove(row.slot()));
    }
    new TreeSet<>(found.keySet()).forEach(slot -> blame("slot " + slot + " is nobody's"));
  }

  private void compare(Row row, @Nullable Long stamp) {
    if (stamp == null) {
      blame("slot " + row.slot() + " is lost, says its writer: " + row);
    } else if (stamp != row.stamp()) {
      blame("slot " + row.slot() + " has stamp " + stamp + ", says its writer: " + row.stamp());
    }
  }

  private Map<Long, Long> stamps(Connection connection) throws SQLException {
    Map<Long, Long> stamps = new HashMap<>();
    try (Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("SELECT slot, stamp FROM " + table.name())) {
      while (row.next()) {
        if (stamps.put(row.getLong(1), row.getLong(2)) != null) {
          blame("slot " + row.getLong(1) + " is there twice");
        }
      }
    }
    return stamps;
  }

  /** What triggers wrote, each line as often as the truth's triggers did. */
  private void compareLogs(Connection connection) throws SQLException {
    String log =
        " SELECT op, slot, stamp, COUNT(*) AS n FROM %s."
            + table.log()
            + " GROUP BY op, slot, stamp";
    String sql =
        "SELECT COUNT(*) FROM (SELECT op, slot, stamp, n FROM ("
            + String.format(Locale.ROOT, log, RandomTable.SCHEMA)
            + " UNION ALL "
            + String.format(Locale.ROOT, log, RandomTable.TRUTH)
            + ") both_logs GROUP BY op, slot, stamp, n HAVING COUNT(*) = 1) odd";
    try (Statement ask = connection.createStatement();
        ResultSet row = ask.executeQuery(sql)) {
      row.next();
      if (row.getLong(1) != 0) {
        blame(row.getLong(1) + " lines that triggers wrote for one table and not for the other");
      }
    }
  }

  private void blame(String text) {
    if (wrong.size() < WRONG_MAX) {
      wrong.add(text);
    }
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }
}
