package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.BinlogPosition;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;

/** Takes what happened, in the order of the binary log. It may make the caller wait. */
interface ChangeSink {

  /** A row that changed, in a transaction that is committed or is about to be. */
  void onKey(RowKey key) throws CopyStoppedException, InterruptedException;

  /**
   * A transaction is over.
   *
   * @param resumeAt from where nothing that was not told yet is missed
   * @param mark the highest of our own marks so far; 0 for none
   */
  void onBoundary(BinlogPosition resumeAt, long mark)
      throws CopyStoppedException, InterruptedException;
}
