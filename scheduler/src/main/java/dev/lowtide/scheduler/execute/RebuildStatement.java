package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.util.Optional;

/** The statement that rebuilds, in a session of its own. */
public interface RebuildStatement extends AutoCloseable {

  /** The server's id of that session. */
  long threadId();

  /** Sends it; does not wait for its end. */
  void start();

  /** Where it stands, as the server says. */
  Phase phase();

  /** What has been written of the new table so far. */
  ByteSize copied();

  /** How it ended, once it has. */
  Optional<Ending> ending();

  /** Asks the server, through another session, to end it. */
  void abort();

  @Override
  void close();

  /** Where a rebuild by copy stands. */
  enum Phase {
    /** Not yet copying: it may be waiting for writers that are still at work. */
    STARTING,
    /** Copying; the server keeps every writer out until the end. */
    COPYING,
    /** The copy is complete; it waits until it is alone with the table. */
    AWAITING_CUT_OVER,
    ENDED
  }

  /**
   * How it ended.
   *
   * @param text the server's own words, if it had any
   */
  record Ending(Kind kind, String text) {

    /** Kinds of endings. */
    public enum Kind {
      DONE,
      /** It was killed; the server has taken everything back. */
      INTERRUPTED,
      /** A lock was not granted in time. */
      LOCK_WAIT_TIMEOUT,
      /** The server refused it, or gave up in the middle. */
      REFUSED,
      /** The connection broke: it may have been done or not. */
      CONNECTION_LOST
    }
  }
}
