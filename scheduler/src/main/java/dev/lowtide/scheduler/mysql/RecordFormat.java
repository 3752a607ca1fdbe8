package dev.lowtide.scheduler.mysql;

import java.util.List;
import java.util.Locale;

/**
 * How many bytes a record takes in a page of InnoDB's, and which of its values go to pages of their
 * own. See "InnoDB Row Formats" in the manual.
 *
 * @param isRedundant the oldest format, with an offset for each field
 * @param keepsPrefix whether 768 bytes of a value stay in the row when the rest goes out
 * @param pageSize of a page in memory; a compressed one is unpacked to it
 */
record RecordFormat(boolean isRedundant, boolean keepsPrefix, int pageSize) {

  /** Transaction id and roll pointer. */
  private static final int SYSTEM_BYTES = 6 + 7;

  private static final int SYSTEM_FIELDS = 2;
  static final int ROW_ID_BYTES = 6;

  private static final int HEADER_BYTES = 5;
  private static final int REDUNDANT_HEADER_BYTES = 6;

  /** From here on REDUNDANT has two bytes for each field's offset. */
  private static final int ONE_BYTE_OFFSETS_MAX = 127;

  /** From here on a length takes two bytes, where the column may be longer than 255. */
  private static final int ONE_BYTE_LENGTH_MAX = 127;

  /** Where a value lies that went out. */
  private static final int REFERENCE_BYTES = 20;

  private static final int PREFIX_BYTES = 768;

  /** Headers, the two limiting records and the directory of an empty page. */
  private static final int EMPTY_PAGE_BYTES = 132;

  /** Of the first page of a long value, and of the others. */
  private static final int FIRST_LONG_PAGE_BYTES = 104 + 600;

  private static final int LONG_PAGE_BYTES = 57;

  /** How many pages the first one, and a page of nothing else, can point to. */
  private static final int FIRST_LONG_PAGE_ENTRIES = 10;

  private static final int LONG_ENTRY_BYTES = 60;

  /** A row as it lies in the clustered index. */
  record Clustered(long bytes, long longPages) {}

  static RecordFormat of(String rowFormat, int pageSize) {
    String format = rowFormat.toLowerCase(Locale.ROOT);
    boolean isRedundant = format.equals("redundant");
    return new RecordFormat(isRedundant, isRedundant || format.equals("compact"), pageSize);
  }

  /**
   * A whole row.
   *
   * @param lengths of its columns' values; below 0 for NULL
   * @param hasKey whether a key of its own keeps it in order; if not, a row id is added
   */
  Clustered clustered(List<StoredColumn> columns, long[] lengths, boolean hasKey) {
    long system = (long) SYSTEM_BYTES + (hasKey ? 0 : ROW_ID_BYTES);
    int systemFields = SYSTEM_FIELDS + (hasKey ? 0 : 1);
    long[] local = lengths.clone();
    boolean[] isOut = new boolean[lengths.length];
    long pages = 0;
    long bytes = record(columns, local, isOut, system, systemFields);
    for (int out = longest(columns, local, isOut);
        bytes >= bytesMax() && out >= 0;
        out = longest(columns, local, isOut)) {
      pages += longPages(lengths[out] - prefix());
      local[out] = prefix() + REFERENCE_BYTES;
      isOut[out] = true;
      bytes = record(columns, local, isOut, system, systemFields);
    }
    return new Clustered(bytes, pages);
  }

  /** An entry of a secondary index, or what else has no columns of the system's. */
  long entry(List<StoredColumn> columns, long[] lengths) {
    return record(columns, lengths, new boolean[lengths.length], 0, 0);
  }

  /** Two records fit into a page at least. */
  private long bytesMax() {
    return ((long) pageSize - EMPTY_PAGE_BYTES) / 2;
  }

  private long prefix() {
    return keepsPrefix ? PREFIX_BYTES : 0;
  }

  private long record(
      List<StoredColumn> columns, long[] local, boolean[] isOut, long system, int systemFields) {
    long bytes = system;
    int nullable = 0;
    for (int i = 0; i < local.length; i++) {
      StoredColumn column = columns.get(i);
      nullable += column.isNullable() ? 1 : 0;
      bytes += isRedundant ? redundant(column, local[i]) : compact(column, local[i], isOut[i]);
    }
    if (!isRedundant) {
      return HEADER_BYTES + (nullable + 7) / 8 + bytes;
    }
    int fields = local.length + systemFields;
    return REDUNDANT_HEADER_BYTES + bytes + (bytes <= ONE_BYTE_OFFSETS_MAX ? fields : 2L * fields);
  }

  private static long compact(StoredColumn column, long length, boolean isOut) {
    if (length < 0) {
      return 0;
    }
    if (!column.isVariable()) {
      return length;
    }
    boolean isLong = isOut || (column.bytesMax() > 255 && length > ONE_BYTE_LENGTH_MAX);
    return length + (isLong ? 2 : 1);
  }

  /** Values of fixed length keep their place where they are NULL. */
  private static long redundant(StoredColumn column, long length) {
    return length < 0 ? (column.isVariable() ? 0 : column.bytesMax()) : length;
  }

  /** Of those that may go out; they must be longer than what stays of them. */
  private int longest(List<StoredColumn> columns, long[] local, boolean[] isOut) {
    int longest = -1;
    long least = keepsPrefix ? PREFIX_BYTES + REFERENCE_BYTES : 2L * REFERENCE_BYTES;
    for (int i = 0; i < local.length; i++) {
      if (columns.get(i).mayGoOut() && !isOut[i] && local[i] > least) {
        least = local[i];
        longest = i;
      }
    }
    return longest;
  }

  private long longPages(long bytes) {
    long rest = bytes - (pageSize - FIRST_LONG_PAGE_BYTES);
    if (rest <= 0) {
      return 1;
    }
    long more = divided(rest, pageSize - LONG_PAGE_BYTES);
    long unlisted = Math.max(0, more - FIRST_LONG_PAGE_ENTRIES);
    return 1 + more + divided(unlisted, (pageSize - LONG_PAGE_BYTES) / LONG_ENTRY_BYTES);
  }

  private static long divided(long number, long by) {
    return (number + by - 1) / by;
  }
}
