package dev.lowtide.scheduler.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Lengths of a row's values, as a query shows them. */
final class RowLengths {

  private static final long NULL = -1;

  private RowLengths() {}

  /** From this column on, counted from 1; below 0 for NULL. */
  static long[] read(ResultSet row, int first, int count) throws SQLException {
    long[] lengths = new long[count];
    for (int i = 0; i < count; i++) {
      long length = row.getLong(first + i);
      lengths[i] = row.wasNull() ? NULL : length;
    }
    return lengths;
  }
}
