package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A hold in force: HOLDING until it is released, or until its lease runs out unrenewed.
 *
 * <p>The lease is as long as the deadline, so a holder that died stops nobody new after one
 * deadline, and those who already wait go on at their own. Release always wins and may be repeated.
 *
 * <p>Safe for any thread.
 */
public final class Hold implements AutoCloseable {

  private final HoldScope scope;
  private final Duration deadline;
  private final NanoClock clock;
  private final HoldDesk desk;

  /** In order of arrival, so that release lets the oldest go first. */
  private final Set<Waiter> waiters = new LinkedHashSet<>();

  private long renewedAtNanos;
  private boolean isReleased;
  private int held;
  private int expired;
  private long longestWaitNanos;

  Hold(HoldScope scope, Duration deadline, NanoClock clock, HoldDesk desk) {
    this.scope = scope;
    this.deadline = deadline;
    this.clock = clock;
    this.desk = desk;
    this.renewedAtNanos = clock.nanos();
  }

  public HoldScope scope() {
    return scope;
  }

  /** The longest that any statement waits here. */
  public Duration deadline() {
    return deadline;
  }

  /** Says that the holder lives. False once the hold is over; then it stays over. */
  public synchronized boolean renew() {
    if (isOver()) {
      return false;
    }
    renewedAtNanos = clock.nanos();
    return true;
  }

  /** Lets everybody go on, the oldest first. */
  public void release() {
    List<Waiter> leaving;
    synchronized (this) {
      isReleased = true;
      leaving = new ArrayList<>(waiters);
      leaving.forEach(this::forget);
    }
    desk.remove(this);
    leaving.forEach(waiter -> waiter.goOn.run());
  }

  /** The same as {@link #release()}. */
  @Override
  public void close() {
    release();
  }

  public synchronized boolean isOver() {
    return isReleased || clock.nanos() - renewedAtNanos > deadline.toNanos();
  }

  public synchronized HoldCounts counts() {
    long longest = longestWaitNanos;
    for (Waiter waiter : waiters) {
      longest = Math.max(longest, clock.nanos() - waiter.sinceNanos);
    }
    return new HoldCounts(waiters.size(), held, expired, Duration.ofNanos(longest));
  }

  /**
   * Takes a statement in. Null if the hold was over before it came.
   *
   * @param goOn called at most once, on release, by the thread that releases
   */
  public synchronized @Nullable Waiter join(Runnable goOn) {
    if (isOver()) {
      return null;
    }
    Waiter waiter = new Waiter(goOn, clock.nanos());
    waiters.add(waiter);
    held++;
    return waiter;
  }

  private void forget(Waiter waiter) {
    if (waiters.remove(waiter)) {
      longestWaitNanos = Math.max(longestWaitNanos, clock.nanos() - waiter.sinceNanos);
    }
  }

  /** A statement's place in the hold. */
  public final class Waiter {
    private final Runnable goOn;
    private final long sinceNanos;

    private Waiter(Runnable goOn, long sinceNanos) {
      this.goOn = goOn;
      this.sinceNanos = sinceNanos;
    }

    /** Since it came, whether it still waits or not. */
    public Duration waited() {
      return Duration.ofNanos(clock.nanos() - sinceNanos);
    }

    /** Its deadline is reached: it goes on by itself. */
    public void expire() {
      synchronized (Hold.this) {
        if (waiters.contains(this)) {
          expired++;
          forget(this);
        }
      }
    }

    /** Its client is gone. */
    public void leave() {
      synchronized (Hold.this) {
        forget(this);
      }
    }
  }
}
