package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Pages of each index, all partitions together, as the server last counted them.
 *
 * @param asOf when that was, of the oldest of them; empty if never
 */
record IndexPages(Map<String, Long> byIndex, String asOf) {

  private static final String PAGES =
      """
      SELECT index_name, SUM(stat_value), MIN(last_update) FROM mysql.innodb_index_stats
      WHERE database_name = ? AND (table_name = ? OR LEFT(table_name, ?) = ?)
        AND stat_name = 'size'
      GROUP BY index_name""";

  IndexPages {
    byIndex = Map.copyOf(byIndex);
  }

  static IndexPages of(Connection connection, TableName table) throws SQLException {
    Map<String, Long> pages = new HashMap<>();
    String asOf = "";
    String partitions = table.table() + "#p#";
    try (PreparedStatement statement = connection.prepareStatement(PAGES)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      statement.setInt(3, partitions.length());
      statement.setString(4, partitions);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          pages.put(row.getString(1), row.getLong(2));
          String updated = String.valueOf(row.getString(3));
          asOf = asOf.isEmpty() || updated.compareTo(asOf) < 0 ? updated : asOf;
        }
      }
    }
    return new IndexPages(pages, asOf);
  }

  long of(String index) {
    return byIndex.getOrDefault(index, 0L);
  }
}
