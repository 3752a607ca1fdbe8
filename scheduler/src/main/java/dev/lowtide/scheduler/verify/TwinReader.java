package dev.lowtide.scheduler.verify;

import dev.lowtide.scheduler.copy.RowKey;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table and its copy side by side, both as they were at one moment: each call has a
 * snapshot of its own in which it sees both. No locks. Confined to one thread, but for {@link
 * #endCounting}.
 */
public interface TwinReader extends AutoCloseable {

  /** The server's id of the session. */
  long threadId();

  /**
   * Compares the next rows in key order, those that only one of the tables has included.
   *
   * @param after where to go on; null to begin
   * @param rowsMax at most so many of the original
   */
  Span compare(@Nullable RowKey after, int rowsMax);

  /** Which of these rows differ, or are in one of the tables only. */
  Set<RowKey> differing(Collection<RowKey> keys);

  /** Rows by the count of each index of the copy, and of the copy itself. */
  Map<String, Long> entriesOfCopy();

  /**
   * Has the server end the counting that is at work: it fails then, and may be begun again. May be
   * called by any thread, and again as long as it has not ended.
   */
  void endCounting();

  @Override
  void close();

  /**
   * Rows compared together.
   *
   * @param upTo key of the last one; null if there was none
   * @param differing keys of those that are not the same in both
   * @param isLast whether neither table has rows beyond
   */
  record Span(@Nullable RowKey upTo, long rows, Set<RowKey> differing, boolean isLast) {}
}
