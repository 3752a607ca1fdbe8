package dev.lowtide.scheduler.execute;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a cut-over must see of the server, besides its own session. Safe for any thread. */
public interface SwapServer extends InTheWaySource {

  /**
   * Finds out what became of a cut-over whose session was lost: waits until the server has ended
   * that session, looks which tables there are, and makes anew what triggers are missing.
   */
  Settled settle(long threadId, Duration within) throws InterruptedException;

  /**
   * Somebody whose end must be awaited.
   *
   * @param threadId the server's id of the session; 0 for a prepared XA transaction without one
   * @param age how long the statement or transaction has lasted; null if there is none, such as
   *     under LOCK TABLES, so that its end cannot be expected
   * @param text for people
   */
  record InTheWay(Kind kind, long threadId, @Nullable Duration age, String text) {

    /** With what. */
    public enum Kind {
      /** It has locked one of the tables. */
      TABLE,
      /** It would not see the rows of a table that is newer than its view of the past. */
      READ_VIEW,
      /** It has locked all tables, or all definitions, of the server. */
      EVERYTHING
    }
  }

  /** What became of a cut-over, and what was done to mend it. */
  record Settled(Outcome outcome, String text) {

    /** Which of the tables is the table now. */
    public enum Outcome {
      SWAPPED,
      NOT_SWAPPED,
      UNKNOWN
    }
  }
}
