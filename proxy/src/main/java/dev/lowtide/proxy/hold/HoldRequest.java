package dev.lowtide.proxy.hold;

import java.time.Duration;

/**
 * What a holder asks for.
 *
 * @param holder who asks, as people are to read it
 * @param budget how long the holder means any client to wait; it is the holder who keeps to it
 * @param deadline the longest that any statement waits, whatever becomes of the holder; also how
 *     long the hold lasts unless it is renewed
 */
public record HoldRequest(String holder, HoldScope scope, Duration budget, Duration deadline) {

  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(2);

  /** Well under the shortest time-outs that drivers and pools ship with (30 s, rarely 10 s). */
  public static final Duration DEADLINE_MAX = Duration.ofSeconds(5);

  public HoldRequest {
    requireWithin("hold deadline", deadline, DEADLINE_MAX);
    requireWithin("hold budget", budget, deadline);
  }

  /** With the default deadline, and all of it for a budget. */
  public static HoldRequest of(String holder, HoldScope scope) {
    return new HoldRequest(holder, scope, DEFAULT_DEADLINE, DEFAULT_DEADLINE);
  }

  private static void requireWithin(String what, Duration duration, Duration most) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          what + ": " + duration + " (expected: above PT0S, at most " + most + ")");
    }
  }
}
