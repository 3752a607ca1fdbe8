package dev.lowtide.proxy.hold;

import java.time.Duration;

/**
 * What a hold has done so far.
 *
 * @param waiting statements that wait now
 * @param held statements that have waited, those that wait now included
 * @param expired statements that went on at the deadline, not by a release
 * @param longestWait the longest any of them has waited, still waiting or not
 */
public record HoldCounts(int waiting, int held, int expired, Duration longestWait) {

  public HoldCounts plus(HoldCounts other) {
    return new HoldCounts(
        waiting + other.waiting,
        held + other.held,
        expired + other.expired,
        longestWait.compareTo(other.longestWait) > 0 ? longestWait : other.longestWait);
  }
}
