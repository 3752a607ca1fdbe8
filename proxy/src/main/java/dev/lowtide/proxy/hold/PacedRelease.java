package dev.lowtide.proxy.hold;

/**
 * How fast those who waited go on, so that the server is not hit by all of them together: as many
 * at once as half of what it had to do before, so that it has at most half as much again to do, and
 * each further one when one has its reply.
 *
 * <p>Time is the last resort, for a server that answers slowly, or not before one of those who
 * still wait has given up a lock: it spreads them evenly over what is left of the deadline, because
 * there they would all go on together. Spread over less they overrun a server that is at its limit,
 * and are done no sooner. Confined to its waiting room's lock.
 */
final class PacedRelease {

  /** Less would make the release of a few slower than the few could hurt. */
  private static final int AT_ONCE_MIN = 2;

  private final int waiters;
  private final int atOnce;
  private final long withinNanos;
  private final long beganNanos;

  PacedRelease(int waiters, int commandsBefore, long withinNanos, long beganNanos) {
    this.waiters = waiters;
    this.atOnce = Math.max(AT_ONCE_MIN, commandsBefore / 2);
    this.withinNanos = withinNanos;
    this.beganNanos = beganNanos;
  }

  /**
   * How many more are to go now.
   *
   * @param waiting how many still wait
   * @param unanswered how many of those that went have not got their replies
   */
  int dueAt(long nowNanos, int waiting, int unanswered) {
    int byReplies = atOnce - unanswered;
    int byTime = overdueAt(nowNanos) - (waiters - waiting);
    return Math.min(waiting, Math.max(0, Math.max(byReplies, byTime)));
  }

  private int overdueAt(long nowNanos) {
    long elapsed = nowNanos - beganNanos;
    if (elapsed >= withinNanos) {
      return waiters;
    }
    return (int) (waiters * (double) elapsed / withinNanos);
  }
}
