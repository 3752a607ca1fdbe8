package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which of a table's columns have a histogram, and how it is made. Histograms belong to a table by
 * its name, and go with it when it is renamed.
 *
 * @param made by column: how many buckets, and whether the server keeps it up to date by itself
 */
record Histograms(Map<String, String> made) {

  /** The document's key for the latter came with 8.4; a server without it has no such histogram. */
  private static final String HISTOGRAMS =
      """
      SELECT COLUMN_NAME, CONCAT('WITH ', HISTOGRAM->>'$."number-of-buckets-specified"', ' BUCKETS',
        IF(HISTOGRAM->>'$."auto-update"' = 'true', ' AUTO UPDATE', ''))
      FROM information_schema.COLUMN_STATISTICS WHERE SCHEMA_NAME = ? AND TABLE_NAME = ?\
      """;

  static Histograms of(Connection connection, TableName table) throws SQLException {
    Map<String, String> made = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(HISTOGRAMS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          made.put(row.getString(1), row.getString(2));
        }
      }
    }
    return new Histograms(made);
  }

  /** Statements that make the like for another table, from that table's own rows. */
  List<String> statementsFor(TableName table) {
    List<String> statements = new ArrayList<>();
    made.forEach(
        (column, how) ->
            statements.add(
                "ANALYZE TABLE "
                    + table.quoted()
                    + " UPDATE HISTOGRAM ON "
                    + TableName.quoted(column)
                    + " "
                    + how));
    return statements;
  }

  /** In words; empty if there are none. */
  List<String> differencesTo(Histograms other) {
    return made.equals(other.made)
        ? List.of()
        : List.of("histograms: " + made + " in the original, " + other.made + " in the copy");
  }
}
