package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.shrink.Verification;
import java.time.Duration;
import java.util.Set;

/**
 * Whether a shadow and its original hold the same rows, found out while both are written to.
 * Confined to the attempt's thread.
 *
 * <p>A row that differs is a suspect until all changes up to a mark are applied that was written
 * after it was seen; whoever has not changed by then, and differs, is a difference.
 */
public interface Comparison extends AutoCloseable {

  /** Compares the next rows, as many as fit the time. True once all have been compared. */
  boolean step(Duration chunkTime);

  long rowsCompared();

  /** Changes of these rows were applied just now. */
  void onApplied(Set<RowKey> keys);

  /** A mark is about to be written. */
  void onMark();

  /** All changes up to that mark are applied, and told. */
  void settle();

  /** Whether it is time for a mark. */
  boolean isSettlingDue();

  /** Rows that must be compared once more before it can be said that all are the same. */
  Set<RowKey> open();

  /** The open rows were compared while nobody could write to either table, and were the same. */
  void conclude();

  /**
   * Counts the entries of the shadow's indexes. By whatever thread, while the attempt's own does
   * nothing else with this, and nothing is applied.
   */
  void countEntries();

  /**
   * Has the counting that is at work end: it fails then, and may be begun again. May be called by
   * any thread, and again as long as it has not ended.
   */
  void endCounting();

  /** Whether there is no use in going on. */
  boolean isOver();

  Verification verification();

  @Override
  void close();
}
