package dev.lowtide.scheduler.copy;

import java.time.Duration;

/**
 * How many rows make a piece of work that takes as long as it should. It follows what the last
 * piece took: down at once, up at most twofold, so that one quick piece is not followed by a long
 * one. Confined to the copy's thread.
 */
final class ChunkSize {

  private final int rowsMin;
  private final int rowsMax;
  private int rows;

  ChunkSize(int rowsMin, int start, int rowsMax) {
    if (start < rowsMin || start > rowsMax) {
      throw new IllegalArgumentException(
          "first chunk: " + start + " rows (expected: " + rowsMin + " to " + rowsMax + ")");
    }
    this.rowsMin = rowsMin;
    this.rows = start;
    this.rowsMax = rowsMax;
  }

  int rows() {
    return rows;
  }

  /** So many rows were done in this time; they should take that long. */
  void onDone(long done, Duration took, Duration target) {
    if (done == 0) {
      return;
    }
    double nanosPerRow = Math.max(1, took.toNanos()) / (double) done;
    double fitting = target.toNanos() / nanosPerRow;
    // A piece that was cut short, by bytes or by the table's end, says nothing of a longer one.
    double most = done < rows ? rows : 2.0 * rows;
    rows = (int) Math.max(rowsMin, Math.min(rowsMax, Math.min(most, fitting)));
  }
}
