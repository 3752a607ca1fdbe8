package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the statements of one hold wait, in order of arrival, and how they leave.
 *
 * <p>A statement leaves once: by the release, by its own deadline or because its client is gone,
 * whichever takes it out of the set. Whoever joins after the release has begun is told to go on, so
 * that nobody is left behind. Statements that reach their deadlines under a holder that died do so
 * as they came, one after the other, so they need no pacing.
 *
 * <p>Safe for any thread. Nobody is told to go on under the lock.
 */
final class WaitingRoom {

  /** By time alone, 10,000 that have a second left go on 20 at a time. */
  private static final Duration STEP = Duration.ofMillis(2);

  private final NanoClock clock;
  private final Lookout lookout;
  private final Duration deadline;
  private final LongConsumer onWaitedNanos;

  /** In order of arrival, so that the oldest go first. */
  private final Set<Waiter> waiters = new LinkedHashSet<>();

  private @Nullable PacedRelease release;
  private int held;
  private int expired;
  private int unanswered;
  private long longestWaitNanos;
  private long lastLeftNanos;

  /** The consumer is told of each wait how long it was. */
  WaitingRoom(NanoClock clock, Lookout lookout, Duration deadline, LongConsumer onWaitedNanos) {
    this.clock = clock;
    this.lookout = lookout;
    this.deadline = deadline;
    this.onWaitedNanos = onWaitedNanos;
    this.lastLeftNanos = clock.nanos();
  }

  /** Takes a statement in. Null if everybody is leaving. */
  synchronized @Nullable Waiter join(Runnable goOn) {
    if (release != null) {
      return null;
    }
    Waiter waiter = new Waiter(this, goOn, clock.nanos());
    waiters.add(waiter);
    held++;
    return waiter;
  }

  /** Lets everybody go on, the oldest first, no faster than the server can take. */
  void release(int commandsBefore) {
    synchronized (this) {
      long now = clock.nanos();
      lastLeftNanos = now;
      long left = deadline.toNanos() - oldestWaitNanos();
      release = new PacedRelease(waiters.size(), commandsBefore, left, now);
    }
    step();
  }

  private void step() {
    letGo(false);
    if (waiting() > 0 && !lookout.later(STEP, this::step)) {
      letGo(true);
    }
  }

  private void letGo(boolean isEverybody) {
    List<Waiter> leaving = new ArrayList<>();
    synchronized (this) {
      if (release == null) {
        return;
      }
      int due = release.dueAt(clock.nanos(), waiters.size(), unanswered);
      Iterator<Waiter> oldest = waiters.iterator();
      while (oldest.hasNext() && (isEverybody || leaving.size() < due)) {
        leaving.add(oldest.next());
      }
      leaving.forEach(this::goOn);
    }
    leaving.forEach(Waiter::goOn);
  }

  synchronized void expire(Waiter waiter) {
    if (waiters.contains(waiter)) {
      expired++;
      goOn(waiter);
    }
  }

  /** One that is gone before it heard that it may go on has no reply to come. */
  void leave(Waiter waiter) {
    boolean isWaiting;
    synchronized (this) {
      isWaiting = waiters.contains(waiter);
      if (isWaiting) {
        forget(waiter);
      }
    }
    if (!isWaiting) {
      onAnswered();
    }
  }

  void onAnswered() {
    synchronized (this) {
      unanswered--;
    }
    letGo(false);
  }

  private void goOn(Waiter waiter) {
    unanswered++;
    forget(waiter);
  }

  private void forget(Waiter waiter) {
    waiters.remove(waiter);
    lastLeftNanos = clock.nanos();
    long waited = lastLeftNanos - waiter.sinceNanos();
    longestWaitNanos = Math.max(longestWaitNanos, waited);
    onWaitedNanos.accept(waited);
  }

  synchronized int waiting() {
    return waiters.size();
  }

  synchronized boolean isReleasing() {
    return release != null;
  }

  /** Since the last of those who waited went, or the release began; 0 while anybody waits. */
  synchronized long nanosSinceLastLeft() {
    return waiters.isEmpty() ? clock.nanos() - lastLeftNanos : 0;
  }

  synchronized Duration longestWait() {
    return Duration.ofNanos(Math.max(longestWaitNanos, oldestWaitNanos()));
  }

  synchronized HoldCounts counts(int awaited) {
    return new HoldCounts(waiters.size(), held, expired, awaited, longestWait());
  }

  Duration since(long nanos) {
    return Duration.ofNanos(clock.nanos() - nanos);
  }

  private long oldestWaitNanos() {
    return waiters.isEmpty() ? 0 : clock.nanos() - waiters.iterator().next().sinceNanos();
  }
}
