package dev.lowtide.scheduler.shrink;

import java.time.Duration;

/**
 * What clients had to wait because of a run.
 *
 * @param held statements that waited at the proxy
 * @param expired those of them that went on at the deadline, not by a release
 * @param longest the longest of these waits
 * @param cutOver how long the table was locked at the end
 */
public record WaitsCaused(int held, int expired, Duration longest, Duration cutOver) {

  public static final WaitsCaused NONE = new WaitsCaused(0, 0, Duration.ZERO, Duration.ZERO);

  public WaitsCaused plus(WaitsCaused other) {
    return new WaitsCaused(
        held + other.held,
        expired + other.expired,
        longer(longest, other.longest),
        longer(cutOver, other.cutOver));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
