package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a table's rows may weigh. Where even the heaviest possible row is light, a number of rows
 * bounds the bytes; elsewhere the lengths are looked at before the rows are copied.
 *
 * @param most bytes of the heaviest row that the definition allows, without the measured columns
 * @param measured expressions for the lengths of columns that may be long; empty if none is
 */
record RowBytes(long most, List<String> measured) {

  /** So that 16 MB are 4,000 rows at least: as many as are copied well in one statement. */
  private static final long LIGHT = 4096;

  /** Longer texts than this are measured where a row is not light in all. */
  private static final long SHORT = 255;

  /** The longest of all types that have no length: DECIMAL(65), 30 bytes, and its place. */
  private static final long FIXED = 32;

  private static final Set<String> ALWAYS_LONG =
      Set.of(
          "json",
          "vector",
          "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geomcollection",
          "geometrycollection");

  private static final String COLUMNS =
      """
      SELECT COLUMN_NAME, DATA_TYPE, COALESCE(CHARACTER_OCTET_LENGTH, 0)
      FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?""";

  RowBytes {
    measured = List.copyOf(measured);
  }

  static RowBytes of(Connection connection, CopyTable table) throws SQLException {
    Set<String> copied = new HashSet<>(table.columns());
    List<Column> columns = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table.original().schema());
      statement.setString(2, table.original().table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (copied.contains(row.getString(1))) {
            columns.add(new Column(row.getString(1), row.getString(2), row.getLong(3)));
          }
        }
      }
    }
    return of(columns);
  }

  /** A column as the dictionary has it; {@code octets} is 0 where it does not say. */
  record Column(String name, String type, long octets) {

    boolean isAlwaysLong() {
      String lower = type.toLowerCase(Locale.ROOT);
      return lower.endsWith("blob") || lower.endsWith("text") || ALWAYS_LONG.contains(lower);
    }

    long most() {
      return octets + FIXED;
    }

    String length() {
      String quoted = TableName.quoted(name);
      boolean isJson = type.equalsIgnoreCase("json");
      return "COALESCE(" + (isJson ? "JSON_STORAGE_SIZE(" : "LENGTH(") + quoted + "), 0)";
    }
  }

  static RowBytes of(List<Column> columns) {
    long most = columns.stream().mapToLong(Column::most).sum();
    if (most <= LIGHT && columns.stream().noneMatch(Column::isAlwaysLong)) {
      return new RowBytes(most, List.of());
    }
    List<Column> isLong =
        columns.stream().filter(each -> each.isAlwaysLong() || each.octets() > SHORT).toList();
    long rest =
        columns.stream().filter(each -> !isLong.contains(each)).mapToLong(Column::most).sum();
    return new RowBytes(rest, isLong.stream().map(Column::length).toList());
  }

  boolean isLight() {
    return measured.isEmpty();
  }

  /** An expression for what a row weighs. */
  String expression() {
    return most + (measured.isEmpty() ? "" : " + " + String.join(" + ", measured));
  }
}
