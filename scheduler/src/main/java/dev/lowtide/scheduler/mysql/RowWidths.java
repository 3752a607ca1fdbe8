package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Average bytes per column, sampled at both ends of the primary key: what was written first and
 * what was written last often differ.
 */
record RowWidths(Map<String, Double> byColumn) {

  private static final int SAMPLED_AT_EACH_END = 200;

  static RowWidths sample(Connection connection, TableName table, Columns columns, Indexes indexes)
      throws SQLException {
    List<Columns.Column> stored =
        columns.columns().stream().filter(Columns.Column::isStored).toList();
    Map<String, Double> widths = new HashMap<>();
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(sampleSql(table, stored, indexes.primaryKey()))) {
      // No row where there is none in the table, and no average to be taken of any column.
      boolean isSampled = row.next();
      for (int i = 0; isSampled && i < stored.size(); i++) {
        widths.put(stored.get(i).name(), row.getDouble(i + 1));
      }
    }
    return new RowWidths(widths);
  }

  /** Of all stored columns together. */
  double row() {
    return byColumn.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Of the entries of all secondary indexes: their columns, and the primary key's behind them. */
  double secondaryKeys(Indexes indexes) {
    double primary = of(indexes.primaryKey());
    return indexes.columnsByIndex().entrySet().stream()
        .filter(index -> !index.getKey().equals(Indexes.PRIMARY))
        .mapToDouble(index -> of(index.getValue()) + primary)
        .sum();
  }

  private double of(List<String> columns) {
    return columns.stream().mapToDouble(column -> byColumn.getOrDefault(column, 0.0)).sum();
  }

  private static String sampleSql(
      TableName table, List<Columns.Column> columns, List<String> primaryKey) {
    String lengths = columns.stream().map(RowWidths::length).collect(Collectors.joining(", "));
    String averages = columns.stream().map(RowWidths::average).collect(Collectors.joining(", "));
    String all = "SELECT " + lengths + " FROM " + table.quoted() + " sampled";
    String sample =
        primaryKey.isEmpty()
            ? all + " LIMIT " + 2 * SAMPLED_AT_EACH_END
            : "("
                + all
                + orderBy(primaryKey, "")
                + ") UNION ALL ("
                + all
                + orderBy(primaryKey, " DESC")
                + ")";
    return "SELECT " + averages + " FROM (" + sample + ") sample";
  }

  private static String orderBy(List<String> primaryKey, String direction) {
    return primaryKey.stream()
            .map(column -> "sampled." + TableName.quoted(column) + direction)
            .collect(Collectors.joining(", ", " ORDER BY ", ""))
        + " LIMIT "
        + SAMPLED_AT_EACH_END;
  }

  /** Lengths instead of values: the sample is put together before it is averaged. */
  private static String length(Columns.Column column) {
    return "COALESCE(LENGTH(" + column.quoted() + "), 0) AS " + column.quoted();
  }

  /**
   * Bytes on disk, with a length byte where a type has one. See "Data Type Storage Requirements".
   */
  private static String average(Columns.Column column) {
    String length = column.quoted();
    return switch (column.type()) {
      case "tinyint", "year" -> "1";
      case "smallint", "enum", "set", "bit" -> "2";
      case "mediumint", "date" -> "3";
      case "int", "float", "time" -> "4";
      case "timestamp" -> "5";
      case "datetime" -> "6";
      case "bigint", "double" -> "8";
      case "binary" -> String.valueOf(column.length());
      // Padded to as many bytes as it has characters, whatever a character may take.
      case "char" -> "AVG(GREATEST(" + length + ", " + column.length() + "))";
      case "decimal" -> "AVG(" + length + ") / 2 + 1";
      default -> "AVG(" + length + ") + 1";
    };
  }
}
