package dev.lowtide.scheduler.mysql;

import java.util.List;

/**
 * A secondary index as InnoDB stores it: its own parts, and behind them what it lacks of the key
 * that keeps the rows in order.
 *
 * @param parts places in what {@link StoredTable#measured()} has
 * @param hasRowId whether a hidden row id is behind them, for want of a key
 */
record StoredIndex(String name, List<Integer> parts, boolean hasRowId) {

  StoredIndex {
    parts = List.copyOf(parts);
  }
}
