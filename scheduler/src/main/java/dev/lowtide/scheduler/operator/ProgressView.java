package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;

/**
 * How far a copy is that is at work.
 *
 * @param phase what it does, in words
 * @param rowsExpected as the server's statistics have them; they may be far off
 * @param rowsCompared of those copied
 * @param standstill why it stands still; empty if it does not
 * @param pausedBy who wants it to stand still; empty if nobody does
 * @param cutOverAttempts how often it was tried to put the copy in place
 * @param behind age of the oldest change that is not in the copy yet
 */
public record ProgressView(
    String phase,
    long rowsCopied,
    long rowsExpected,
    ByteSize bytesCopied,
    long rowsCompared,
    String standstill,
    String pausedBy,
    int cutOverAttempts,
    Duration behind) {

  public boolean isPaused() {
    return !pausedBy.isEmpty();
  }

  /** Never over 99: the end is an estimate until it is reached. */
  public int percentCopied() {
    return percent(rowsCopied, rowsExpected);
  }

  public int percentCompared() {
    return percent(rowsCompared, rowsCopied);
  }

  private static int percent(long part, long whole) {
    return whole == 0 ? 0 : (int) Math.min(99, Math.round(100.0 * part / whole));
  }
}
