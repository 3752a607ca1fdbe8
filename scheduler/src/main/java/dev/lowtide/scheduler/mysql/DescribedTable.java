package dev.lowtide.scheduler.mysql;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a copy must know of its table's columns. The registry keeps it, since after the swap, or
 * when the original is gone, nobody could ask for it any more.
 */
record DescribedTable(String keyIndex, List<KeyColumn> key, List<String> columns, int columnCount) {

  /** A property for each component, and none for a method that happens to be called isX. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultVisibility(
              visibility -> visibility.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
          .build();

  /** In the order of the rows in the binary log, where invisible and generated columns are too. */
  private static final String COLUMNS =
      """
      SELECT c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE LIKE '%unsigned%',
        COALESCE(c.CHARACTER_SET_NAME, ''), COALESCE(c.CHARACTER_OCTET_LENGTH, 0),
        COALESCE(c.NUMERIC_SCALE, 0), COALESCE(c.DATETIME_PRECISION, 0),
        c.GENERATION_EXPRESSION <> ''
      FROM information_schema.COLUMNS c
      JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
      WHERE c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ? AND t.TABLE_TYPE = 'BASE TABLE'
      ORDER BY c.ORDINAL_POSITION\
      """;

  /** The limit for names of tables, in characters. */
  private static final int NAME_MAX = 64;

  DescribedTable {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }

  /** Nothing if there is no such table, or no key of types that can be told apart exactly. */
  static Optional<DescribedTable> of(Connection connection, TableName table) throws SQLException {
    Map<String, KeyColumn> all = new LinkedHashMap<>();
    List<String> own = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          KeyColumn column = column(row, all.size());
          all.put(column.name(), column);
          if (!row.getBoolean(8)) {
            own.add(column.name());
          }
        }
      }
    }
    return all.isEmpty()
        ? Optional.empty()
        : ClusteringKey.of(connection, table)
            .map(key -> new DescribedTable(key.index(), parts(key, all), own, all.size()))
            .filter(described -> described.key.stream().allMatch(DescribedTable::isSupported));
  }

  CopyTable named(TableName original, long copyId) {
    return named(Subject.of(original), copyId);
  }

  CopyTable named(Subject subject, long copyId) {
    TableName original = subject.table();
    return new CopyTable(
        original,
        new TableName(CopyTable.SHADOWS, original.table()),
        new TableName(CopyTable.OLD, oldName(original.table(), copyId)),
        keyIndex,
        key,
        columns,
        columnCount,
        subject.name());
  }

  String write() {
    return JSON.writeValueAsString(this);
  }

  static DescribedTable read(String json) {
    return JSON.readValue(json, DescribedTable.class);
  }

  static String oldName(String table, long copyId) {
    String name = copyId + "_" + table;
    int length = name.codePointCount(0, name.length());
    return name.substring(0, name.offsetByCodePoints(0, Math.min(length, NAME_MAX)));
  }

  private static List<KeyColumn> parts(ClusteringKey key, Map<String, KeyColumn> all) {
    List<KeyColumn> parts = new ArrayList<>();
    for (String name : key.columns()) {
      KeyColumn column = all.get(name);
      if (column == null) {
        throw new TargetException("index " + key.index() + ": no column " + name + " any more");
      }
      parts.add(column);
    }
    return parts;
  }

  private static KeyColumn column(ResultSet row, int ordinal) throws SQLException {
    String type = row.getString(2);
    int length =
        switch (type) {
          case "binary" -> row.getInt(5);
          case "decimal" -> row.getInt(6);
          case "time", "datetime", "timestamp" -> row.getInt(7);
          default -> 0;
        };
    String charset = type.endsWith("binary") ? "binary" : row.getString(4);
    return new KeyColumn(row.getString(1), ordinal, type, row.getBoolean(3), charset, length);
  }

  private static boolean isSupported(KeyColumn column) {
    return KeyColumn.isSupported(column.type());
  }
}
