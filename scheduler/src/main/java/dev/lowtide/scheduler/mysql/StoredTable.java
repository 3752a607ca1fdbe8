package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table's columns and indexes as InnoDB stores them, from the data dictionary.
 *
 * @param columns of a row
 * @param measured those, and parts of indexes that are not whole columns
 * @param keyIndex by which rows are kept in order; empty if a hidden row id does it
 * @param unusual indexes whose entries are not one for each row, or not measured well, in words
 */
record StoredTable(
    List<StoredColumn> columns,
    List<StoredColumn> measured,
    List<StoredIndex> secondary,
    String keyIndex,
    List<String> unusual) {

  private static final String COLUMNS =
      "SELECT "
          + StoredColumn.SELECTED
          + " FROM information_schema.COLUMNS c WHERE c.TABLE_SCHEMA = ? AND c.TABLE_NAME = ?"
          + " AND UPPER(c.EXTRA) NOT LIKE '%VIRTUAL GENERATED%' ORDER BY c.ORDINAL_POSITION";

  /** Virtual columns are stored in the indexes on them, and nowhere else. */
  private static final String VIRTUAL_COLUMNS =
      COLUMNS.replace("NOT LIKE '%VIRTUAL", "LIKE '%VIRTUAL");

  private static final String INDEXES =
      """
      SELECT INDEX_NAME, COLUMN_NAME, COALESCE(SUB_PART, 0), COALESCE(EXPRESSION, ''), INDEX_TYPE
      FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
      ORDER BY INDEX_NAME, SEQ_IN_INDEX""";

  /** A box around a shape: four numbers of eight bytes. */
  private static final int BOX_BYTES = 32;

  private static final String FTS_ID = "FTS_DOC_ID";
  private static final int FTS_ID_BYTES = 8;

  /** What an expression that is not measured is taken for. */
  private static final int UNMEASURED_BYTES = 8;

  StoredTable {
    columns = List.copyOf(columns);
    measured = List.copyOf(measured);
    secondary = List.copyOf(secondary);
    unusual = List.copyOf(unusual);
  }

  boolean hasKey() {
    return !keyIndex.isEmpty();
  }

  /** One part of an index, as the dictionary has it. */
  private record Part(
      String index, @Nullable String column, int prefix, String expression, String type) {

    static Part of(ResultSet row) throws SQLException {
      return new Part(
          row.getString(1), row.getString(2), row.getInt(3), row.getString(4), row.getString(5));
    }
  }

  static StoredTable of(Connection connection, TableName table, boolean isRedundant)
      throws SQLException {
    List<StoredColumn> columns =
        new ArrayList<>(
            TableQuery.list(connection, COLUMNS, table, row -> StoredColumn.of(row, isRedundant)));
    List<StoredColumn> virtual =
        TableQuery.list(
            connection, VIRTUAL_COLUMNS, table, row -> StoredColumn.of(row, isRedundant));
    Map<String, List<Part>> indexes = new LinkedHashMap<>();
    for (Part part : TableQuery.list(connection, INDEXES, table, Part::of)) {
      indexes.computeIfAbsent(part.index(), name -> new ArrayList<>()).add(part);
    }
    // A primary key of prefixes keeps rows in order, too, though it tells none apart exactly.
    String keyIndex =
        indexes.containsKey(Indexes.PRIMARY)
            ? Indexes.PRIMARY
            : ClusteringKey.of(connection, table).map(ClusteringKey::index).orElse("");
    return new Building(columns, virtual, indexes, keyIndex).table();
  }

  /** Puts one together. Confined to one thread. */
  private static final class Building {

    private final List<StoredColumn> columns;
    private final List<StoredColumn> measured;
    private final Map<String, List<Part>> indexes;
    private final Map<String, Integer> places = new HashMap<>();
    private final String keyIndex;
    private final List<StoredIndex> secondary = new ArrayList<>();
    private final List<String> unusual = new ArrayList<>();

    Building(
        List<StoredColumn> columns,
        List<StoredColumn> virtual,
        Map<String, List<Part>> indexes,
        String keyIndex) {
      this.columns = columns;
      this.indexes = indexes;
      this.keyIndex = keyIndex;
      boolean hasText = isAny("FULLTEXT");
      boolean hasId = columns.stream().anyMatch(each -> each.name().equals(FTS_ID));
      if (hasText && !hasId) {
        columns.add(StoredColumn.fixed(FTS_ID, FTS_ID_BYTES, false));
      }
      this.measured = new ArrayList<>(columns);
      measured.addAll(virtual);
      for (int i = 0; i < measured.size(); i++) {
        places.put(fold(measured.get(i).name()), i);
      }
      if (hasText && !hasId) {
        secondary.add(new StoredIndex("FTS_DOC_ID_INDEX", withKey(at(FTS_ID)), !hasKey()));
      }
    }

    StoredTable table() {
      indexes.forEach(this::add);
      keepKeysIn();
      return new StoredTable(columns, measured, secondary, keyIndex, unusual);
    }

    private boolean isAny(String type) {
      return indexes.values().stream().anyMatch(parts -> parts.get(0).type().equals(type));
    }

    private boolean hasKey() {
      return !keyIndex.isEmpty();
    }

    private List<Integer> at(String column) {
      return new ArrayList<>(List.of(places.getOrDefault(fold(column), 0)));
    }

    private void add(String name, List<Part> parts) {
      String type = parts.get(0).type();
      if (name.equals(keyIndex) || type.equals("FULLTEXT")) {
        return;
      }
      List<Integer> own = new ArrayList<>();
      for (Part part : parts) {
        own.add(place(part, type.equals("SPATIAL")));
      }
      secondary.add(new StoredIndex(name, withKey(own), !hasKey()));
    }

    private int place(Part part, boolean isSpatial) {
      if (isSpatial) {
        measured.add(StoredColumn.fixed("box", BOX_BYTES, false));
        return measured.size() - 1;
      }
      @Nullable String column = part.column();
      if (column == null) {
        return expression(part);
      }
      int whole = places.getOrDefault(fold(column), 0);
      return part.prefix() == 0 ? whole : prefix(whole, column, part.prefix());
    }

    /** In characters, of which one may take more bytes than one. */
    private int prefix(int whole, String column, int characters) {
      String quoted = TableName.quoted(column);
      measured.add(measured.get(whole).within("LENGTH(LEFT(" + quoted + ", " + characters + "))"));
      return measured.size() - 1;
    }

    /**
     * Its length as text, which for numbers is about what they take. The dictionary writes quotes
     * in it with a backslash.
     */
    private int expression(Part part) {
      boolean isArray = part.expression().toLowerCase(Locale.ROOT).contains(" array");
      if (isArray) {
        unusual.add(part.index() + " has an entry for each element of an array");
      }
      String length =
          isArray
              ? String.valueOf(UNMEASURED_BYTES)
              : "LENGTH((" + part.expression().replace("\\'", "'") + "))";
      measured.add(new StoredColumn(part.index(), length, 255, true, true, false));
      return measured.size() - 1;
    }

    private List<Integer> withKey(List<Integer> own) {
      for (Part part : indexes.getOrDefault(keyIndex, List.of())) {
        int place = place(part, false);
        if (!own.contains(place)) {
          own.add(place);
        }
      }
      return own;
    }

    /** Values of the key that keeps the rows in order stay in them. */
    private void keepKeysIn() {
      for (Part part : indexes.getOrDefault(keyIndex, List.of())) {
        @Nullable String column = part.column();
        int place = column == null ? columns.size() : places.getOrDefault(fold(column), 0);
        if (place < columns.size() && part.prefix() == 0) {
          columns.set(place, columns.get(place).within(columns.get(place).length()));
        }
      }
    }

    private static String fold(String name) {
      return TableName.fold(name);
    }
  }
}
