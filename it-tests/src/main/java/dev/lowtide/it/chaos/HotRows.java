package dev.lowtide.it.chaos;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A few rows that everybody counts up, in any order: so there are deadlocks, and in the end only
 * the sum counts. Safe for any thread.
 */
final class HotRows {

  static final int COUNT = 6;

  private final RandomTable table;
  private final AtomicLongArray sums = new AtomicLongArray(COUNT);

  HotRows(RandomTable table) {
    this.table = table;
  }

  Row initial(int index) {
    long number = KeyKind.NUMBERS_MAX - 1L - index;
    return new Row(-1 - index, table.key().literals(number, 0), number, 0, "NULL", 0);
  }

  Row current(int index) {
    return initial(index).stamped(sums.get(index));
  }

  String countUp(int index) {
    return "UPDATE "
        + Change.TABLE
        + " SET stamp = stamp + 1 WHERE "
        + table.key().where("", initial(index).key());
  }

  /** What a transaction counted up, now that it is committed. */
  void add(int[] counts) {
    for (int i = 0; i < COUNT; i++) {
      sums.addAndGet(i, counts[i]);
    }
  }
}
