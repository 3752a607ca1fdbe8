package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table's B-tree indexes with their columns, from the data dictionary. Parts that are expressions
 * have no column and are left out of the lists.
 */
record Indexes(Map<String, List<String>> columnsByIndex) {

  static final String PRIMARY = "PRIMARY";

  private static final String STATISTICS =
      """
      SELECT INDEX_NAME, COLUMN_NAME FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_TYPE = 'BTREE'
      ORDER BY INDEX_NAME = 'PRIMARY' DESC, INDEX_NAME, SEQ_IN_INDEX""";

  static Indexes of(Connection connection, TableName table) throws SQLException {
    Map<String, List<String>> indexes = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(STATISTICS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          List<String> columns =
              indexes.computeIfAbsent(row.getString(1), name -> new ArrayList<>());
          String column = row.getString(2);
          if (column != null) {
            columns.add(column);
          }
        }
      }
    }
    return new Indexes(indexes);
  }

  /** Columns of the primary key; none if there is none. */
  List<String> primaryKey() {
    return columnsByIndex.getOrDefault(PRIMARY, List.of());
  }
}
