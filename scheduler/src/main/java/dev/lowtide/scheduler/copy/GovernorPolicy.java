package dev.lowtide.scheduler.copy;

import java.time.Duration;

/**
 * How far a {@link Governor} goes.
 *
 * @param shareWithClientsMax of its time that a copy works while clients are there; 1 is all of it
 * @param standstillsMax in {@link StandstillBreaker#WITHIN}; one more opens the breaker
 * @param breakFor how long it stays open the first time; twice as long each further time
 * @param breakForMax but never longer
 */
public record GovernorPolicy(
    double shareWithClientsMax, int standstillsMax, Duration breakFor, Duration breakForMax) {

  public static final GovernorPolicy DEFAULT =
      new GovernorPolicy(
          // One core of two is busy with it for a third of the time: a sixth of the machine.
          0.3,
          2,
          // What brought it about lasts longer than a peak; a batch job of half an hour is usual.
          Duration.ofSeconds(10),
          Duration.ofMinutes(30));

  public GovernorPolicy {
    if (!(shareWithClientsMax >= Governor.SHARE_MIN && shareWithClientsMax <= 1)) {
      throw new IllegalArgumentException(
          "share with clients: "
              + shareWithClientsMax
              + " (expected: "
              + Governor.SHARE_MIN
              + " to 1)");
    }
    if (standstillsMax < 0) {
      throw new IllegalArgumentException(
          "standstills: " + standstillsMax + " (expected: at least 0)");
    }
    if (breakFor.isNegative() || breakFor.isZero() || breakForMax.compareTo(breakFor) < 0) {
      throw new IllegalArgumentException(
          "break for: "
              + breakFor
              + ", at most "
              + breakForMax
              + " (expected: more than zero, and no more than the longest)");
    }
  }
}
