package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Pages of each index of a table or a partition, as the server last counted them.
 *
 * @param asOf when that was; empty if never
 */
record IndexPages(Map<String, Long> byIndex, String asOf) {

  private static final String PAGES =
      """
      SELECT index_name, stat_value, last_update FROM mysql.innodb_index_stats
      WHERE database_name = ? AND LOWER(table_name) = LOWER(?) AND stat_name = 'size'""";

  IndexPages {
    byIndex = Map.copyOf(byIndex);
  }

  static IndexPages of(Connection connection, TableName table, DataFile file) throws SQLException {
    Map<String, Long> pages = new HashMap<>();
    String asOf = "";
    try (PreparedStatement statement = connection.prepareStatement(PAGES)) {
      statement.setString(1, table.schema());
      statement.setString(2, file.statisticsName(table.table()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          pages.put(row.getString(1), row.getLong(2));
          asOf = String.valueOf(row.getString(3));
        }
      }
    }
    return new IndexPages(pages, asOf);
  }

  long of(String index) {
    return byIndex.getOrDefault(index, 0L);
  }
}
