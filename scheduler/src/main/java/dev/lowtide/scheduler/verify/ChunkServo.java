package dev.lowtide.scheduler.verify;

import java.time.Duration;

/** How many rows fit the time that one chunk may take. */
final class ChunkServo {

  /** Nothing is known of the rows at first: a thousand of the widest are some megabytes. */
  private static final int FIRST = 1_000;

  /**
   * Where a chunk differs, three keys and checksums are kept in memory for each of its rows: some
   * 20 MB.
   */
  private static final int MAX = 20_000;

  private int rows = FIRST;

  int rows() {
    return rows;
  }

  /** One chunk is no proof: the next has at most twice as many rows, and at least half as many. */
  void onChunk(Duration took, Duration wanted) {
    double ratio = (double) Math.max(1, wanted.toNanos()) / Math.max(1, took.toNanos());
    double factor = Math.min(2, Math.max(0.5, ratio));
    rows = (int) Math.min(MAX, Math.max(1, Math.round(rows * factor)));
  }
}
