package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.Reach;
import java.time.Duration;
import java.util.List;

/** Makes statements wait at the proxy. */
public interface TrafficHold {

  /**
   * Makes writes wait.
   *
   * @param budget the longest that any client is meant to wait
   * @throws RefusedException if somebody else makes statements wait there, or just did
   */
  Handle holdWrites(Reach table, Duration budget) throws RefusedException;

  /**
   * Makes wait: all first statements on each of the tables, and statements that would open a read
   * view which outlives them.
   *
   * @param tables the one that is swapped, and behind it those that are locked together with it
   * @param budget the longest that any client is meant to wait
   * @throws RefusedException if somebody else makes statements wait there, or just did
   */
  Handle holdAll(List<Reach> tables, Duration budget) throws RefusedException;

  /** A hold in force. */
  interface Handle {

    /**
     * Also makes wait: all other first statements on the table and on those that refer to it, and
     * statements that would open a read view which outlives them. Nothing happens if it is over.
     *
     * @throws RefusedException if somebody else makes statements wait there, or just did
     */
    void widen(Reach table, List<Reach> referencing) throws RefusedException;

    /**
     * Whether nobody who passes the proxy has to do with the tables any more, and whatever else
     * they have sent is at the server by now: from here on the server can be asked.
     */
    boolean isSettled();

    /** False if it is over because nobody renewed it in time. */
    boolean renew();

    void release();

    /** Whether somebody has waited for the budget. */
    boolean isBudgetSpent();

    Tally tally();

    /** Sessions whose transactions, locks or commands are in the way, as a person reads them. */
    List<String> awaited();
  }

  /**
   * What a hold has done.
   *
   * @param longest the longest wait, still going on or not
   */
  record Tally(int waiting, int held, int expired, Duration longest) {

    public static final Tally NONE = new Tally(0, 0, 0, Duration.ZERO);
  }

  /** It is not our turn. */
  final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public RefusedException(String why) {
      super(why, null, false, false);
    }
  }
}
