package dev.lowtide.scheduler.copy;

import java.time.Duration;
import java.util.Optional;

/**
 * What changes in the original, from the server's binary log. It goes on receiving whether somebody
 * takes or not, up to a bound on disk; and it reconnects by itself. Taken by one thread.
 *
 * <p>Whatever could have changed the table in a way that rows do not show (DDL that names it, a
 * statement logged as text, images that are not full, a log that was purged) ends it for good.
 */
public interface ChangeFeed extends AutoCloseable {

  /**
   * The next changes, whole transactions, of about as many keys; nothing if none comes in time.
   * Keys may be empty, where only the position or the mark moved on.
   *
   * <p>A transaction of more keys than twice as many is told in parts, before its end: so rows may
   * be read anew only when a mark is committed that was written after these changes were taken.
   *
   * @throws CopyStoppedException if the feed has ended, once all that came before is taken
   */
  Optional<Changes> take(int keysMax, Duration wait)
      throws CopyStoppedException, InterruptedException;

  /** How things stand. Safe for any thread. */
  State state();

  @Override
  void close();

  /**
   * How far a feed is.
   *
   * @param received up to where events have come in
   * @param behind age of the oldest transaction that is not taken yet, whether it came in or not,
   *     as far as that can be seen; or how long nothing was heard of the server. Zero if neither
   * @param spooledBytes on disk, not taken yet
   * @param trouble why nothing comes in, in words; empty if something does
   */
  record State(BinlogPosition received, Duration behind, long spooledBytes, String trouble) {

    /** Without trouble. */
    public State(BinlogPosition received, Duration behind, long spooledBytes) {
      this(received, behind, spooledBytes, "");
    }
  }

  /** Opens feeds. */
  @FunctionalInterface
  interface Source {
    ChangeFeed open(CopyTable table, long copyId, BinlogPosition from);
  }
}
