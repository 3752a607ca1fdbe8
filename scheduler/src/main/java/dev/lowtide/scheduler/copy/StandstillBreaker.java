package dev.lowtide.scheduler.copy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Gives a server a longer rest from a copy that had to stand still again and again.
 *
 * <pre>
 * CLOSED ─ too many standstills, or one breach ─► OPEN ─ in time ─► ON PROBATION ─ in time ─► CLOSED
 *                                                  ▲─── a standstill ───┘
 * </pre>
 *
 * Each time it opens it stays open twice as long, until it has been closed for long enough to
 * forget. Not safe for threads: its {@link Governor} is.
 */
final class StandstillBreaker {

  /** Standstills further apart than this have nothing to do with one another. */
  static final Duration WITHIN = Duration.ofMinutes(10);

  /** How long it must go well with the smallest share. */
  static final Duration PROBATION = Duration.ofSeconds(10);

  private final GovernorPolicy policy;
  private final Deque<Long> standstills = new ArrayDeque<>();
  private boolean hasOpened;
  private long closesAtNanos;
  private Duration openFor;
  private String why = "";

  StandstillBreaker(GovernorPolicy policy) {
    this.policy = policy;
    this.openFor = policy.breakFor();
  }

  void onStandstill(String text, long nowNanos) {
    forgetBefore(nowNanos);
    standstills.add(nowNanos);
    if (isOnProbation(nowNanos) || standstills.size() > policy.standstillsMax()) {
      open(standstills.size() + " standstills, at last because of " + text, nowNanos);
    }
  }

  /** Something was far beyond its limit: once is enough. */
  void onBreach(String text, long nowNanos) {
    forgetBefore(nowNanos);
    open(text, nowNanos);
  }

  /** A person says that it may go on. */
  void reset() {
    hasOpened = false;
    standstills.clear();
    openFor = policy.breakFor();
  }

  boolean isOpen(long nowNanos) {
    return hasOpened && closesAtNanos - nowNanos > 0;
  }

  boolean isOnProbation(long nowNanos) {
    return hasOpened && !isOpen(nowNanos) && nowNanos - closesAtNanos < PROBATION.toNanos();
  }

  /** Why it is open, and for how much longer. */
  String text(long nowNanos) {
    long left = Duration.ofNanos(closesAtNanos - nowNanos).plusMillis(999).toSeconds();
    return "it rests for another " + left + " s after " + why;
  }

  private void open(String why, long nowNanos) {
    this.why = why;
    hasOpened = true;
    closesAtNanos = nowNanos + openFor.toNanos();
    standstills.clear();
    Duration twice = openFor.multipliedBy(2);
    openFor = twice.compareTo(policy.breakForMax()) > 0 ? policy.breakForMax() : twice;
  }

  private void forgetBefore(long nowNanos) {
    standstills.removeIf(then -> nowNanos - then > WITHIN.toNanos());
    if (hasOpened && nowNanos - closesAtNanos > WITHIN.toNanos()) {
      reset();
    }
  }
}
