package dev.lowtide.scheduler.copy;

import java.util.Comparator;

/**
 * A place between two events of a server's binary log.
 *
 * @param file such as binlog.000017
 * @param offset of the next event in it, in bytes
 */
public record BinlogPosition(String file, long offset) implements Comparable<BinlogPosition> {

  /** Numbers at the end of names grow by a digit after binlog.999999. */
  private static final Comparator<BinlogPosition> ORDER =
      Comparator.<BinlogPosition>comparingInt(position -> position.file.length())
          .thenComparing(BinlogPosition::file)
          .thenComparingLong(BinlogPosition::offset);

  public BinlogPosition {
    if (file.isEmpty() || offset < 0) {
      throw new IllegalArgumentException(
          "binlog position: '" + file + ":" + offset + "' (expected: FILE:OFFSET)");
    }
  }

  @Override
  public int compareTo(BinlogPosition other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return file + ":" + offset;
  }
}
