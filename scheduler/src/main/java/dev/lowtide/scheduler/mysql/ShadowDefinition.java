package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** In what a shadow is not what its original is. */
final class ShadowDefinition {

  /** A table has statistics worth the name if they know of a tenth of so many rows. */
  private static final int ROWS_LOOKED_AT = 1_000;

  private static final String ESTIMATE =
      """
      SELECT COALESCE(TABLE_ROWS, 0) FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?\
      """;

  /** Around the difference, in characters: enough to see which line it is in. */
  private static final int SHOWN = 60;

  private ShadowDefinition() {}

  /** Everything, in words; empty if nothing. */
  static List<String> differences(DefinitionSession session, CopyTable table) throws SQLException {
    Connection connection = session.connection();
    List<String> differences = new ArrayList<>(texts(session, table));
    differences.addAll(
        TableTraits.ofOriginal(connection, table)
            .differencesTo(TableTraits.of(connection, table.shadow())));
    differences.addAll(
        Histograms.of(connection, table.original())
            .differencesTo(Histograms.of(connection, table.shadow())));
    differences.addAll(statistics(connection, table.shadow()));
    return differences;
  }

  /** What the shadow's definition is to be: of one partition, the table's without partitions. */
  static String wanted(DefinitionSession session, CopyTable table) throws SQLException {
    Definition original = session.show(table.original());
    return table.isPartition()
        ? original
            .withoutPartitions()
            .orElseThrow(() -> new TargetException(table.original() + " has no partitions"))
        : original.text();
  }

  /** Indexes of the original that the shadow lacks. */
  static List<String> missingKeys(Connection connection, CopyTable table) throws SQLException {
    List<String> names = new ArrayList<>(IndexNames.of(connection, table.original()));
    names.removeAll(IndexNames.of(connection, table.shadow()));
    return names;
  }

  /** What two texts have from where they differ. */
  static List<String> texts(DefinitionSession session, CopyTable table) throws SQLException {
    String original = wanted(session, table);
    String shadow = session.show(table.shadow()).text();
    return original.equals(shadow) ? List.of() : List.of(texts(original, shadow));
  }

  static String texts(String original, String shadow) {
    int same = 0;
    while (same < Math.min(original.length(), shadow.length())
        && original.charAt(same) == shadow.charAt(same)) {
      same++;
    }
    return "definition: '"
        + around(original, same)
        + "' in the original, '"
        + around(shadow, same)
        + "' in the copy";
  }

  private static String around(String text, int at) {
    int from = Math.max(0, at - SHOWN);
    return text.substring(from, Math.min(text.length(), at + SHOWN)).replace('\n', ' ');
  }

  /** A new table that the server takes for empty is read from end to end by every query. */
  private static List<String> statistics(Connection connection, TableName shadow)
      throws SQLException {
    long estimate;
    try (PreparedStatement statement = connection.prepareStatement(ESTIMATE)) {
      statement.setString(1, shadow.schema());
      statement.setString(2, shadow.table());
      try (ResultSet row = statement.executeQuery()) {
        estimate = row.next() ? row.getLong(1) : 0;
      }
    }
    long rows = rowsUpTo(connection, shadow);
    return estimate >= rows / 10
        ? List.of()
        : List.of(
            "statistics: the server counts on "
                + estimate
                + " rows in the copy (expected: at least "
                + rows / 10
                + ", since it has "
                + rows
                + " or more)");
  }

  private static long rowsUpTo(Connection connection, TableName table) throws SQLException {
    try (Statement statement = Target.statement(connection);
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*) FROM (SELECT 1 FROM "
                    + table.quoted()
                    + " LIMIT "
                    + ROWS_LOOKED_AT
                    + ") some_rows")) {
      row.next();
      return row.getLong(1);
    }
  }
}
