package dev.lowtide.scheduler.journal;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables of a store as the store itself describes them, so that one that a migration adds is
 * looked after without being named here. Those that others refer to come first.
 */
final class StoreTables {

  /** Where the migrations are noted; it says nothing of its own. */
  static final String HISTORY = "flyway_schema_history";

  /**
   * One table.
   *
   * @param actual its name as the store writes it; ours are all in lower case
   */
  record Table(String name, String actual, List<Column> columns) {}

  /**
   * One column.
   *
   * @param type of {@link java.sql.Types}
   * @param isNumbered whether the store counts it up by itself
   */
  record Column(String name, int type, boolean isNumbered) {}

  private StoreTables() {}

  static List<Table> of(Connection connection) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    Map<String, Table> tables = new TreeMap<>();
    try (ResultSet found =
        metaData.getTables(
            connection.getCatalog(),
            connection.getSchema(),
            "%",
            new String[] {"TABLE", "BASE TABLE"})) {
      while (found.next()) {
        String actual = found.getString("TABLE_NAME");
        String name = lower(actual);
        if (!name.equals(HISTORY)) {
          tables.put(name, new Table(name, actual, columns(connection, actual)));
        }
      }
    }
    return ordered(connection, tables);
  }

  private static List<Column> columns(Connection connection, String table) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (ResultSet found =
        connection
            .getMetaData()
            .getColumns(connection.getCatalog(), connection.getSchema(), table, "%")) {
      while (found.next()) {
        columns.add(
            new Column(
                lower(found.getString("COLUMN_NAME")),
                found.getInt("DATA_TYPE"),
                "YES".equals(found.getString("IS_AUTOINCREMENT"))));
      }
    }
    columns.sort(Comparator.comparing(Column::name));
    return List.copyOf(columns);
  }

  private static List<Table> ordered(Connection connection, Map<String, Table> tables)
      throws SQLException {
    Map<String, Set<String>> needed = new HashMap<>();
    for (Table table : tables.values()) {
      needed.put(table.name(), referred(connection, table));
    }
    List<Table> ordered = new ArrayList<>();
    Set<String> done = new HashSet<>();
    while (ordered.size() < tables.size()) {
      Table next =
          tables.values().stream()
              .filter(table -> !done.contains(table.name()))
              .filter(table -> done.containsAll(needed.getOrDefault(table.name(), Set.of())))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalStateException("tables that refer to each other: " + needed));
      ordered.add(next);
      done.add(next.name());
    }
    return ordered;
  }

  private static Set<String> referred(Connection connection, Table table) throws SQLException {
    Set<String> others = new TreeSet<>();
    try (ResultSet found =
        connection
            .getMetaData()
            .getImportedKeys(connection.getCatalog(), connection.getSchema(), table.actual())) {
      while (found.next()) {
        others.add(lower(found.getString("PKTABLE_NAME")));
      }
    }
    others.remove(table.name());
    return others;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
