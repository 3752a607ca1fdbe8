package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads two tables to the end, side by side in the order of their slots, and compares every value
 * here, in the client: nothing is added up, so no two errors cancel each other out.
 */
final class RowsCompared {

  /** Who has seen so many knows what is wrong. */
  private static final int DIFFERENCES_MAX = 10;

  private final List<String> differences = new ArrayList<>();
  private final RandomTable table;
  private long rows;

  private RowsCompared(RandomTable table) {
    this.table = table;
  }

  /** Needs a session for each, because it reads both at once. */
  static RowsCompared compare(Connection one, Connection other, RandomTable table)
      throws SQLException {
    RowsCompared compared = new RowsCompared(table);
    try (Statement first = streaming(one);
        Statement second = streaming(other);
        ResultSet inTable = first.executeQuery(compared.select(RandomTable.SCHEMA));
        ResultSet inTruth = second.executeQuery(compared.select(RandomTable.TRUTH))) {
      compared.merge(inTable, inTruth);
    }
    return compared;
  }

  long rows() {
    return rows;
  }

  List<String> differences() {
    return differences;
  }

  /** Row by row as the server sends them, and not all into memory first. */
  private static Statement streaming(Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    statement.setFetchSize(Integer.MIN_VALUE);
    return statement;
  }

  private String select(String schema) {
    return "SELECT "
        + String.join(", ", table.exactColumns())
        + " FROM "
        + schema
        + "."
        + table.name()
        + " ORDER BY slot";
  }

  private void merge(ResultSet inTable, ResultSet inTruth) throws SQLException {
    boolean isOne = inTable.next();
    boolean isOther = inTruth.next();
    long last = Long.MIN_VALUE;
    while (isOne || isOther) {
      long slot = isOne ? inTable.getLong(1) : Long.MAX_VALUE;
      long expected = isOther ? inTruth.getLong(1) : Long.MAX_VALUE;
      if (slot == last) {
        differ("slot " + slot + " is there twice");
        isOne = inTable.next();
      } else if (slot < expected) {
        differ("slot " + slot + " must not be there: " + text(inTable));
        last = slot;
        isOne = inTable.next();
      } else if (expected < slot) {
        differ("slot " + expected + " is lost: " + text(inTruth));
        isOther = inTruth.next();
      } else {
        compareRow(slot, inTable, inTruth);
        last = slot;
        isOne = inTable.next();
        isOther = inTruth.next();
      }
    }
  }

  private void compareRow(long slot, ResultSet inTable, ResultSet inTruth) throws SQLException {
    rows++;
    List<String> columns = table.exactColumns();
    for (int i = 1; i <= columns.size(); i++) {
      String value = inTable.getString(i);
      String expected = inTruth.getString(i);
      if (!Objects.equals(value, expected)) {
        differ(
            "slot "
                + slot
                + ": "
                + columns.get(i - 1)
                + " is "
                + brief(value)
                + ", expected "
                + brief(expected));
      }
    }
  }

  private void differ(String text) {
    if (differences.size() < DIFFERENCES_MAX) {
      differences.add(text);
    }
  }

  private String text(ResultSet row) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= table.exactColumns().size(); i++) {
      text.append(brief(row.getString(i))).append(' ');
    }
    return Tally.brief(text.toString());
  }

  private static String brief(String value) {
    return value == null ? "NULL" : Tally.brief(value);
  }
}
