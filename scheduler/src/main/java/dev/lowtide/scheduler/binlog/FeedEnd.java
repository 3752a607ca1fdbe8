package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.CopyStoppedException.Fate;
import dev.lowtide.scheduler.shrink.AbortReason;

/** Why a feed ends for good. */
final class FeedEnd {

  private FeedEnd() {}

  /** What happened to the table cannot be told by its rows. */
  static CopyStoppedException lost(String text) {
    return new CopyStoppedException(Fate.LOST, AbortReason.CHANGES_LOST, text);
  }

  /** The server does not let us, now. */
  static CopyStoppedException refused(String text) {
    return new CopyStoppedException(Fate.RESUMABLE, AbortReason.SERVER_REFUSED, text);
  }

  /** It is our own disk that fails, or our own bug. */
  static CopyStoppedException broken(String text) {
    return new CopyStoppedException(Fate.RESUMABLE, AbortReason.BLIND, text);
  }
}
