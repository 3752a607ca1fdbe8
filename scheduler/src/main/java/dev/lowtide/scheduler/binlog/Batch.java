package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.RowKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes that wait together.
 *
 * @param keys of rows that changed; belongs to the batch, which may grow
 * @param resumeAt where the last transaction in it is over; null if it ends within its first
 * @param mark the highest of our own marks up to there
 * @param since when its oldest change was committed, in milliseconds by the server's clock
 */
record Batch(Set<RowKey> keys, @Nullable BinlogPosition resumeAt, long mark, long since) {

  /** Small enough to be cheap to hold, large enough to be cheap to write. */
  static final int KEYS_MAX = 1000;

  /** What Java adds to a key: a record, a list, strings, and its place in a set. */
  private static final int OVERHEAD_BYTES = 200;

  /** About what it takes in memory. */
  long memoryBytes() {
    return OVERHEAD_BYTES + keys.stream().mapToLong(Batch::memoryBytes).sum();
  }

  private static long memoryBytes(RowKey key) {
    return OVERHEAD_BYTES + KeyText.bytes(key);
  }

  /** Whether both can be one, without a boundary lost that could be taken. */
  boolean canGrowBy(Batch next) {
    boolean keepsBoundary = resumeAt == null || next.resumeAt != null;
    return keepsBoundary && keys.size() + next.keys.size() <= KEYS_MAX;
  }

  /** Both as one; neither is to be used any more. */
  Batch grownBy(Batch next) {
    keys.addAll(next.keys);
    return new Batch(keys, next.resumeAt, Math.max(mark, next.mark), since);
  }
}
