package dev.lowtide.scheduler.copy;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one session that writes to a shadow. Every write says in the registry how far it brought the
 * copy, in the same transaction. Confined to the copy's thread.
 *
 * <p>Rows are read from the original as they are committed (READ COMMITTED), without locks on it.
 */
public interface CopySession extends AutoCloseable {

  /** The server's id of the session. */
  long threadId();

  /** Whether anybody but us is in the middle of a statement, or may be for all that can be seen. */
  boolean areOthersAtWork();

  /**
   * XA transactions that are prepared: their rows are in the binary log already, and not yet to be
   * seen.
   */
  Set<String> preparedXa();

  /**
   * Copies the next rows in key order.
   *
   * @param after the last key copied; null to begin
   * @param rowsMax at most so many
   * @param bytesMax about so many, but at least one row
   * @throws CopyFailedException as all others do, if the server did not do it
   */
  Chunk copy(@Nullable RowKey after, int rowsMax, long bytesMax);

  /**
   * Brings rows of the shadow to what they are in the original now: there or not, and with these
   * values.
   */
  void apply(Collection<RowKey> keys, BinlogPosition upTo);

  /**
   * Commits a change of the registry, to be seen in the feed. Once this returns, every transaction
   * that comes before it in the binary log is visible to all reads (binlog_order_commits=ON).
   *
   * @return a number, higher than any before
   */
  long mark();

  @Override
  void close();

  /**
   * Rows copied together.
   *
   * @param upTo key of the last one; null if there was none
   * @param bytes of them, roughly and rather too many
   * @param isLast whether a query for the next row was answered, and the answer was that there is
   *     none
   */
  record Chunk(@Nullable RowKey upTo, long rows, long bytes, boolean isLast) {}

  /** Opens sessions. */
  @FunctionalInterface
  interface Source {

    /**
     * Opens one when no other works on this copy, at the server, any more: whatever an earlier one
     * left has been committed by then, or never will be.
     */
    CopySession open(CopyTable table, long copyId);
  }
}
