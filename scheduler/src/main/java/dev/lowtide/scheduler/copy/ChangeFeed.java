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
   * @param behind age of the newest event that came in and is not taken yet; zero if none waits
   * @param spooledBytes on disk, not taken yet
   */
  record State(BinlogPosition received, Duration behind, long spooledBytes) {}

  /** Opens feeds. */
  @FunctionalInterface
  interface Source {
    ChangeFeed open(CopyTable table, long copyId, BinlogPosition from);
  }
}
