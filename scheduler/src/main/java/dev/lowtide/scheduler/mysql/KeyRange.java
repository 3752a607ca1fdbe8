package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a table between two keys, in the order of the server's own comparison, as conditions that
 * its optimizer reads as ranges of that key. It does not read {@code (a, b) > (x, y)} so.
 *
 * <p>To be used with FORCE INDEX, in a session whose range_optimizer_max_mem_size is 0: where the
 * memory does not suffice the server reads the whole table instead.
 *
 * @param after the key before the first row; null to begin with the first
 * @param upTo the key of the last row; null for the end
 */
record KeyRange(List<KeyColumn> key, @Nullable RowKey after, @Nullable RowKey upTo) {

  KeyRange {
    key = List.copyOf(key);
    checkWidth(key, after);
    checkWidth(key, upTo);
  }

  /** Such rows, for behind WHERE. */
  String condition() {
    List<String> bounds = new ArrayList<>();
    if (after != null) {
      bounds.add(bound(after, 0, ">", ">"));
    }
    if (upTo != null) {
      bounds.add(bound(upTo, 0, "<", "<="));
    }
    return bounds.isEmpty() ? "TRUE" : String.join(" AND ", bounds);
  }

  /** The key's columns, for behind ORDER BY. */
  static String order(List<KeyColumn> key) {
    return key.stream().map(KeyColumn::quoted).collect(Collectors.joining(", "));
  }

  /** The key's columns as texts, for behind SELECT. */
  static String selected(List<KeyColumn> key) {
    return key.stream().map(KeyColumn::selected).collect(Collectors.joining(", "));
  }

  /**
   * The rows of these keys, for behind WHERE. Not {@code (a, b) IN (…)}: rows compare values by
   * other rules than columns do, times above all.
   */
  static String among(List<KeyColumn> key, Collection<RowKey> keys) {
    if (keys.isEmpty()) {
      return "FALSE";
    }
    if (key.size() == 1) {
      KeyColumn column = key.get(0);
      return keys.stream()
          .map(row -> column.literal(row.values().get(0)))
          .collect(Collectors.joining(", ", column.quoted() + " IN (", ")"));
    }
    return keys.stream().map(row -> equal(key, row)).collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static String equal(List<KeyColumn> key, RowKey row) {
    checkWidth(key, row);
    return IntStream.range(0, key.size())
        .mapToObj(i -> key.get(i).quoted() + " = " + key.get(i).literal(row.values().get(i)))
        .collect(Collectors.joining(" AND ", "(", ")"));
  }

  /** {@code a >= x AND (a > x OR (a = x AND b > y))}: the first part is what ranges are made of. */
  private String bound(RowKey row, int i, String beyond, String last) {
    String column = key.get(i).quoted();
    String value = key.get(i).literal(row.values().get(i));
    if (i == key.size() - 1) {
      return column + " " + last + " " + value;
    }
    return "(%s %s= %s AND (%s %s %s OR (%s = %s AND %s)))"
        .formatted(
            column,
            beyond,
            value,
            column,
            beyond,
            value,
            column,
            value,
            bound(row, i + 1, beyond, last));
  }

  private static void checkWidth(List<KeyColumn> key, @Nullable RowKey row) {
    if (row != null && row.values().size() != key.size()) {
      throw new IllegalArgumentException(
          "key " + row + " (expected: " + key.size() + " values: " + order(key) + ")");
    }
  }
}
