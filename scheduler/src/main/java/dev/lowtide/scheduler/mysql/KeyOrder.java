package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * The order of a table's key, as its index has it: conditions on what comes after a row in it, such
 * that the server reads the rows in question and no others. What comes after what is the server's
 * to say, by the column's collation and the index's own direction.
 */
final class KeyOrder {

  private static final String DIRECTIONS =
      """
      SELECT COLUMN_NAME, COLLATION FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME = ? ORDER BY SEQ_IN_INDEX""";

  private final CopyTable table;
  private final List<Boolean> isDescending;

  KeyOrder(CopyTable table, List<Boolean> isDescending) {
    if (isDescending.size() != table.key().size()) {
      throw new IllegalArgumentException(
          "index " + table.keyIndex() + " has other columns than " + table.key());
    }
    this.table = table;
    this.isDescending = List.copyOf(isDescending);
  }

  static KeyOrder of(Connection connection, CopyTable table) throws SQLException {
    List<Boolean> isDescending = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(DIRECTIONS)) {
      statement.setString(1, table.original().schema());
      statement.setString(2, table.original().table());
      statement.setString(3, table.keyIndex());
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          isDescending.add("D".equals(row.getString(2)));
        }
      }
    }
    return new KeyOrder(table, isDescending);
  }

  /** What is to be selected, so that {@link #read} can read it. */
  String selected() {
    return table.key().stream().map(KeyColumn::selected).collect(Collectors.joining(", "));
  }

  /** The key in a row's first columns. */
  RowKey read(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= table.key().size(); i++) {
      values.add(row.getString(i));
    }
    return new RowKey(values);
  }

  String index() {
    return " FORCE INDEX (`" + table.keyIndex().replace("`", "``") + "`)";
  }

  String order() {
    StringJoiner order = new StringJoiner(", ", " ORDER BY ", "");
    for (int i = 0; i < isDescending.size(); i++) {
      order.add(table.key().get(i).quoted() + (isDescending.get(i) ? " DESC" : ""));
    }
    return order.toString();
  }

  String after(RowKey key) {
    return beyond(key, 0, false);
  }

  String upTo(RowKey key) {
    return beyond(key, 0, true);
  }

  String among(Collection<RowKey> keys) {
    return KeyRange.among(table.key(), keys);
  }

  private String beyond(RowKey key, int i, boolean isBefore) {
    KeyColumn column = table.key().get(i);
    String name = column.quoted();
    String value = column.literal(key.values().get(i));
    String strictly = isDescending.get(i) == isBefore ? " > " : " < ";
    boolean isLast = i == table.key().size() - 1;
    if (isLast) {
      return name + (isBefore ? strictly.replace(" ", "") + "= " : strictly) + value;
    }
    String rest = beyond(key, i + 1, isBefore);
    String weakly = " " + strictly.strip() + "= ";
    return name + weakly + value + " AND (" + name + strictly + value + " OR (" + name + " = "
        + value + " AND " + rest + "))";
  }
}
