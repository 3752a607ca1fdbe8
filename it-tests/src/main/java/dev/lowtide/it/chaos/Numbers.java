package dev.lowtide.it.chaos;

/**
 * Numbers that no other writer has: of slots, of keys, of writes. Writer {@code w} of {@code n}
 * takes those that leave {@code w} when divided by {@code n}. Confined to the writer's thread.
 */
final class Numbers {

  private final RandomTable table;
  private final int writer;
  private final int writers;
  private long next;
  private long stamps;

  /** From the first number on that the table was not filled with. */
  Numbers(RandomTable table, int writer, int writers) {
    this.table = table;
    this.writer = writer;
    this.writers = writers;
    this.next = table.rows() / writers + 1L;
  }

  /** The row that a table is filled with. */
  static Row initial(RandomTable table, long number) {
    return new Row(
        number,
        table.key().literals(number, 0),
        number,
        0,
        number % 4 == 0 ? "NULL" : unique(number),
        0);
  }

  Row fresh() {
    long number = number();
    return new Row(number, table.key().literals(number, 0), number, 0, unique(number), stamp());
  }

  /** The same row with a key that none ever had. */
  Row elsewhere(Row row) {
    long number = number();
    return row.keyed(table.key().literals(number, 0), number, 0).stamped(stamp());
  }

  String unique() {
    return unique(number());
  }

  long stamp() {
    stamps++;
    return stamps * writers + writer;
  }

  /** Whether there is hardly any left; then a writer only updates. */
  boolean isScarce() {
    return next * writers > KeyKind.NUMBERS_MAX - 100_000;
  }

  private static String unique(long number) {
    return "'u" + number + "'";
  }

  private long number() {
    long number = next * writers + writer;
    next++;
    if (number >= KeyKind.NUMBERS_MAX - HotRows.COUNT) {
      throw new IllegalStateException("number " + number + " (expected: below 1,000,000)");
    }
    return number;
  }
}
