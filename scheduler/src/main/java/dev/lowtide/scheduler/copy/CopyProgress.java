package dev.lowtide.scheduler.copy;

import java.time.Duration;

/** Where somebody who looks on is told how it goes. Safe for any thread. */
public interface CopyProgress {

  void onPhase(CopyPhase phase, String text);

  /** Rows and bytes written to the shadow by now. */
  void onCopied(long rows, long bytes);

  /** Rows compared by now, of those that are to be. */
  void onCompared(long rows);

  /** Age of the oldest change that is not in the shadow yet. */
  void onBehind(Duration age);

  /** It stands still for this reason, or goes on if empty. */
  void onStandstill(String why);

  /** Something that people should know while it goes on. */
  void onWarning(String text);

  /** Whether somebody wants it to end. */
  boolean isStopRequested();
}
