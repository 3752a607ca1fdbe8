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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a table is beyond what its definition shows: defaults that were in force when it was made,
 * and values that the text cannot show. Defaults of columns as they are: before 8.0.32 a character
 * beyond the BMP was shown as a question mark.
 */
record TableTraits(Map<String, String> values) {

  private static final String DEFAULT = "default of ";
  private static final String OPTIONS_NAME = "options";

  private static final String OPTIONS =
      """
      SELECT ENGINE, ROW_FORMAT, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT
      FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?\
      """;

  /** The system tablespace is not among the others, and cannot be encrypted. */
  private static final String FORMATS =
      """
      SELECT DISTINCT t.ROW_FORMAT, t.ZIP_PAGE_SIZE,
        COALESCE(s.ENCRYPTION, IF(t.SPACE = 0, 'N', ''))
      FROM information_schema.INNODB_TABLES t
      LEFT JOIN information_schema.INNODB_TABLESPACES s ON s.SPACE = t.SPACE
      WHERE t.NAME = ? OR LEFT(t.NAME, ?) = ?\
      """;

  private static final String LITERAL_DEFAULTS =
      """
      SELECT COLUMN_NAME, DATA_TYPE, COALESCE(CHARACTER_SET_NAME, 'binary')
      FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_DEFAULT IS NOT NULL
        AND EXTRA NOT LIKE '%DEFAULT_GENERATED%'\
      """;

  private static final Set<String> TEXTS =
      Set.of("char", "varchar", "binary", "varbinary", "enum", "set");

  static TableTraits of(Connection connection, TableName table) throws SQLException {
    Map<String, String> values = new TreeMap<>();
    readOptions(connection, table, values);
    String name = FileName.of(table).orElse("");
    readFormats(connection, name, name + "#p#", values);
    readDefaults(connection, table, values);
    return new TableTraits(values);
  }

  /** What the shadow's are to be: those of one partition as of a table without partitions. */
  static TableTraits ofOriginal(Connection connection, CopyTable table) throws SQLException {
    TableName original = table.original();
    if (!table.isPartition()) {
      return of(connection, original);
    }
    Map<String, String> values = new TreeMap<>();
    readOptions(connection, original, values);
    values.computeIfPresent(OPTIONS_NAME, (name, options) -> withoutPartitions(options));
    String name = PartitionFile.name(original, table.partition());
    readFormats(connection, name, name + "#sp#", values);
    readDefaults(connection, original, values);
    return new TableTraits(values);
  }

  private static String withoutPartitions(String options) {
    return options.replaceFirst("(^| )partitioned$", "");
  }

  /** In words; empty if there are none. */
  List<String> differencesTo(TableTraits other) {
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(other.values.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String ours = values.getOrDefault(name, "none");
      String theirs = other.values.getOrDefault(name, "none");
      if (!ours.equals(theirs)) {
        differences.add(name + ": " + ours + " in the original, " + theirs + " in the copy");
      }
    }
    return differences;
  }

  /** What makes the other's text defaults what they are here; the rest is left as it is. */
  List<String> restoringDefaults(TableTraits other) {
    return values.entrySet().stream()
        .filter(value -> value.getKey().startsWith(DEFAULT) && value.getValue().startsWith("_"))
        .filter(value -> !value.getValue().equals(other.values.get(value.getKey())))
        .map(
            value ->
                "ALTER COLUMN "
                    + TableName.quoted(value.getKey().substring(DEFAULT.length()))
                    + " SET DEFAULT "
                    + value.getValue())
        .toList();
  }

  private static void readOptions(
      Connection connection, TableName table, Map<String, String> values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OPTIONS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          values.put("engine", row.getString(1));
          values.put("row format", row.getString(2));
          values.put("collation", row.getString(3));
          values.put(OPTIONS_NAME, row.getString(4));
          values.put("comment", row.getString(5));
        }
      }
    }
  }

  private static void readFormats(
      Connection connection, String name, String partitions, Map<String, String> values)
      throws SQLException {
    Set<String> formats = new TreeSet<>();
    try (PreparedStatement statement = connection.prepareStatement(FORMATS)) {
      statement.setString(1, name);
      statement.setInt(2, partitions.length());
      statement.setString(3, partitions);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          formats.add(row.getString(1) + "/" + row.getLong(2) + "/" + row.getString(3));
        }
      }
    }
    values.put("row format, compressed page size and encryption in InnoDB", formats.toString());
  }

  private static void readDefaults(
      Connection connection, TableName table, Map<String, String> values) throws SQLException {
    Map<String, String> introducers = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(LITERAL_DEFAULTS)) {
      statement.setString(1, table.schema());
      statement.setString(2, table.table());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          boolean isText = TEXTS.contains(row.getString(2));
          introducers.put(row.getString(1), isText ? "_" + row.getString(3) : "");
        }
      }
    }
    if (!introducers.isEmpty()) {
      readDefaults(connection, table, introducers, values);
    }
  }

  /** A row without a match has the columns' defaults, even of a table that is empty. */
  private static void readDefaults(
      Connection connection,
      TableName table,
      Map<String, String> introducers,
      Map<String, String> values)
      throws SQLException {
    List<String> names = List.copyOf(introducers.keySet());
    String sql =
        names.stream()
            .map(name -> shown("DEFAULT(t." + TableName.quoted(name) + ")", introducers.get(name)))
            .collect(
                Collectors.joining(
                    ", ",
                    "SELECT ",
                    " FROM (SELECT 1) one LEFT JOIN " + table.quoted() + " t ON FALSE"));
    try (Statement statement = Target.statement(connection);
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      for (int i = 0; i < names.size(); i++) {
        String introducer = introducers.getOrDefault(names.get(i), "");
        String value = String.valueOf(row.getString(i + 1));
        values.put(
            DEFAULT + names.get(i),
            introducer.isEmpty() ? value : introducer + " x'" + value + "'");
      }
    }
  }

  private static String shown(String expression, @Nullable String intro) {
    return intro == null || intro.isEmpty()
        ? "CAST(" + expression + " AS CHAR)"
        : "HEX(" + expression + ")";
  }
}
