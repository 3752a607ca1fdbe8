package dev.lowtide.scheduler.binlog;

/**
 * Which columns the images of a rows event have.
 *
 * @param columns of the table
 * @param present a bit for each of them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ImageShape(int columns, byte[] present) {

  boolean has(int column) {
    return Bytes.isSet(present, column);
  }

  boolean isFull() {
    return count() == columns;
  }

  /** Columns that are there: as many bits has the bitmap of NULLs before each image. */
  int count() {
    int count = 0;
    for (int i = 0; i < columns; i++) {
      count += has(i) ? 1 : 0;
    }
    return count;
  }
}
