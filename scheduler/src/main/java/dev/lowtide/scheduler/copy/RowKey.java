package dev.lowtide.scheduler.copy;

import java.util.List;

/**
 * A row's key: a text for each of the key's columns, as {@link KeyColumn#selected()} shows it.
 *
 * <p>Equal means the same bytes. To the server two keys may be one that are two here ({@code 'a'}
 * and {@code 'A'}); whoever treats each of them as a key of its own does no harm.
 */
public record RowKey(List<String> values) {

  public RowKey {
    values = List.copyOf(values);
  }

  public static RowKey of(String... values) {
    return new RowKey(List.of(values));
  }

  /** As a line in a record; never parsed as SQL. */
  @Override
  public String toString() {
    return String.join(",", values);
  }
}
