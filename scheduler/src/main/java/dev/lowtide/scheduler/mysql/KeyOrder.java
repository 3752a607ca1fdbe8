package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The order of a table's key, as its index has it, and rows between two keys of it as conditions
 * that the server's optimizer reads as ranges of that index. What comes after what is the server's
 * to say, by the column's collation and the index's own direction.
 *
 * <p>{@code (a, b) > (1, 2)} reads the whole index; {@code a >= 1 AND (a > 1 OR (a = 1 AND b > 2))}
 * reads a range (<a href="https://dev.mysql.com/doc/refman/8.0/en/range-optimization.html">Range
 * Optimization</a>). For sessions whose range_optimizer_max_mem_size is 0: where the memory does
 * not suffice the server reads the whole table instead.
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

  /** The key's columns as texts, for behind SELECT, so that {@link #read} can read them. */
  String selected() {
    return table.key().stream().map(KeyColumn::selected).collect(Collectors.joining(", "));
  }

  /** The key in a row's columns from this one on, which is counted from 1. */
  RowKey read(ResultSet row, int first) throws SQLException {
    List<String> values = new ArrayList<>();
    for (KeyColumn column : table.key()) {
      @Nullable String value = row.getString(first + values.size());
      if (value == null) {
        throw new SQLException("key column " + column.name() + " is NULL (expected: a value)");
      }
      values.add(value);
    }
    return new RowKey(values);
  }

  /** For behind the name of a table. */
  String index() {
    return " FORCE INDEX (" + TableName.quoted(table.keyIndex()) + ")";
  }

  /** For behind the rest of a query. */
  String forwards() {
    return order(false);
  }

  /** The other way round. */
  String backwards() {
    return order(true);
  }

  /**
   * Rows between two keys, for behind WHERE.
   *
   * @param after the key before the first row; null to begin with the first
   * @param upTo the key of the last row; null for the end
   */
  String between(@Nullable RowKey after, @Nullable RowKey upTo) {
    List<String> bounds = new ArrayList<>();
    if (after != null) {
      bounds.add(bound(whole(after), 0, false));
    }
    if (upTo != null) {
      bounds.add(bound(whole(upTo), 0, true));
    }
    return bounds.isEmpty() ? "TRUE" : String.join(" AND ", bounds);
  }

  /**
   * Rows up to all those whose key begins with these values, for behind WHERE.
   *
   * @param prefix values of the key's first columns, one at least
   */
  String upToAll(RowKey prefix) {
    return bound(prefix, 0, true);
  }

  /**
   * The rows of these keys, for behind WHERE. Not {@code (a, b) IN (…)}: rows compare values by
   * other rules than columns do, times above all.
   */
  String among(Collection<RowKey> keys) {
    if (keys.isEmpty()) {
      return "FALSE";
    }
    if (table.key().size() == 1) {
      return keys.stream()
          .map(key -> literal(whole(key), 0))
          .collect(Collectors.joining(", ", name(0) + " IN (", ")"));
    }
    return keys.stream()
        .map(this::whole)
        .map(this::equal)
        .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private String equal(RowKey key) {
    return IntStream.range(0, table.key().size())
        .mapToObj(i -> name(i) + " = " + literal(key, i))
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  private String bound(RowKey key, int i, boolean isUpTo) {
    String beyond = isDescending.get(i) == isUpTo ? ">" : "<";
    String here = name(i);
    String value = literal(key, i);
    if (i == key.values().size() - 1) {
      return here + " " + beyond + (isUpTo ? "= " : " ") + value;
    }
    return "(%s %s= %s AND (%s %s %s OR (%s = %s AND %s)))"
        .formatted(
            here, beyond, value, here, beyond, value, here, value, bound(key, i + 1, isUpTo));
  }

  private String order(boolean isBackwards) {
    return IntStream.range(0, isDescending.size())
        .mapToObj(i -> name(i) + (isDescending.get(i) == isBackwards ? "" : " DESC"))
        .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  private String name(int i) {
    return table.key().get(i).quoted();
  }

  private RowKey whole(RowKey key) {
    if (key.values().size() != table.key().size()) {
      throw new IllegalArgumentException(
          "key " + key + " (expected: " + table.key().size() + " values: " + selected() + ")");
    }
    return key;
  }

  private String literal(RowKey key, int i) {
    return table.key().get(i).literal(key.values().get(i));
  }
}
