package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.execute.Swap.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is left of the time in which a cut-over must be done, and what it went to. Counted from the
 * hold on, because somebody may wait from its first moment. Confined to the attempt's thread.
 */
final class SwapTime {

  /** So far behind the shadow may be when it begins: under the lock it is as far, at the most. */
  static final double IN_STEP = 0.25;

  /** Until here the hold may wait for those who are at work: it makes nobody wait at the server. */
  static final double FREE_BY = 0.5;

  /** Until here the lock must be granted; nobody has the tables, so it takes a millisecond. */
  static final double LOCKED_BY = 0.6;

  /** Until here all changes must have come in; they are applied, and compared, after that. */
  static final double DRAINED_BY = 0.7;

  /** The rest is for the rename and for triggers: some ten writes to disk, 5 ms each. */
  static final double SWAP_BY = 0.8;

  private final Pace pace;
  private final Duration budget;
  private final long beganNanos;
  private final List<Step> steps = new ArrayList<>();
  private long stepNanos;

  SwapTime(Pace pace, Duration budget) {
    this.pace = pace;
    this.budget = budget;
    this.beganNanos = pace.nanos();
    this.stepNanos = beganNanos;
  }

  /** How long it still is until that share of the budget is spent; never negative. */
  Duration leftUntil(double share) {
    Duration left = share(budget, share).minus(elapsed());
    return left.isNegative() ? Duration.ZERO : left;
  }

  boolean isPast(double share) {
    return leftUntil(share).isZero();
  }

  Duration elapsed() {
    return Duration.ofNanos(pace.nanos() - beganNanos);
  }

  /** Since the step before it. */
  void onStep(String name) {
    long now = pace.nanos();
    steps.add(new Step(name, Duration.ofNanos(now - stepNanos)));
    stepNanos = now;
  }

  List<Step> steps() {
    return steps;
  }

  static Duration share(Duration budget, double share) {
    return Duration.ofNanos((long) (budget.toNanos() * share));
  }
}
