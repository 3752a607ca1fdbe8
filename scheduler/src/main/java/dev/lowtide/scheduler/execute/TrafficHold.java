package dev.lowtide.scheduler.execute;

import dev.lowtide.proxy.activity.TableName;
import java.time.Duration;

/** Makes statements wait at the proxy. */
public interface TrafficHold {

  Handle holdWrites(TableName table);

  Handle holdAll(TableName table);

  /** Statements on the table in transactions that have not touched it yet. */
  Handle holdFirstTouch(TableName table);

  /** Statements that would open a read view which outlives them. */
  Handle holdReadViews();

  /** A hold in force. */
  interface Handle {

    /** False if it is over because nobody renewed it in time. */
    boolean renew();

    void release();

    Tally tally();
  }

  /**
   * What a hold has done.
   *
   * @param longest the longest wait, still going on or not
   */
  record Tally(int waiting, int held, int expired, Duration longest) {}
}
