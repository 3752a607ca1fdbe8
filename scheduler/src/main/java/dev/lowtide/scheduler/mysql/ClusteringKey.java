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
import java.util.Optional;

/**
 * The index by which InnoDB keeps a table's rows in order: PRIMARY, or the first unique one in
 * which nothing can be NULL. Parts that are prefixes or expressions tell no rows apart, and by a
 * column that is not stored nothing can be kept.
 */
record ClusteringKey(String index, List<String> columns) {

  private static final String PARTS =
      """
      SELECT s.INDEX_NAME, s.COLUMN_NAME,
        s.SUB_PART IS NULL AND s.EXPRESSION IS NULL AND c.IS_NULLABLE = 'NO'
          AND UPPER(c.EXTRA) NOT LIKE '%VIRTUAL GENERATED%'
      FROM information_schema.STATISTICS s
      LEFT JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = s.TABLE_SCHEMA
        AND c.TABLE_NAME = s.TABLE_NAME AND c.COLUMN_NAME = s.COLUMN_NAME
      WHERE s.TABLE_SCHEMA = ? AND s.TABLE_NAME = ? AND s.NON_UNIQUE = 0
      ORDER BY s.SEQ_IN_INDEX\
      """;

  ClusteringKey {
    columns = List.copyOf(columns);
  }

  static Optional<ClusteringKey> of(Connection connection, TableName table) throws SQLException {
    Map<String, List<String>> whole = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        read(row, whole);
      }
    }
    for (String index : IndexNames.of(connection, table)) {
      List<String> columns = whole.get(index);
      if (columns != null) {
        return Optional.of(new ClusteringKey(index, columns));
      }
    }
    return Optional.empty();
  }

  private static void read(ResultSet row, Map<String, List<String>> whole) throws SQLException {
    List<String> unfit = new ArrayList<>();
    while (row.next()) {
      String index = row.getString(1);
      whole.computeIfAbsent(index, name -> new ArrayList<>()).add(row.getString(2));
      if (!row.getBoolean(3)) {
        unfit.add(index);
      }
    }
    unfit.forEach(whole::remove);
  }
}
