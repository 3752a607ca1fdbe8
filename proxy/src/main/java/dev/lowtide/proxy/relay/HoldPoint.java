package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.StatementBoundary;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where one session's next statement waits. However many holds stop it one after the other, it goes
 * on once it has waited for the deadline of the one that stops it then.
 *
 * <p>Confined to the session's event loop.
 */
final class HoldPoint {

  private final HoldDesk desk;
  private final NanoClock clock;
  private final EventExecutor loop;
  private final Runnable resume;

  private Hold.@Nullable Waiter waiter;
  private @Nullable Future<?> timer;
  private boolean hasWaited;
  private long sinceNanos;
  private boolean isLetGo;

  /** The runnable is run on the loop when a statement that was stopped should be tried again. */
  HoldPoint(HoldDesk desk, NanoClock clock, EventExecutor loop, Runnable resume) {
    this.desk = desk;
    this.clock = clock;
    this.loop = loop;
    this.resume = resume;
  }

  boolean isWaiting() {
    return waiter != null;
  }

  /** Whether any hold is in force at all. */
  boolean isIdle() {
    return desk.isIdle();
  }

  /** Whether a hold in force covers the statement, so that it would have to wait now. */
  boolean covers(StatementBoundary boundary) {
    return !isLetGo && desk.holding(boundary) != null;
  }

  /** Makes the statement wait, unless what covered it is over by now. */
  boolean stops(StatementBoundary boundary) {
    Hold hold = desk.holding(boundary);
    waiter = hold == null ? null : hold.join(this::wake);
    if (hold == null || waiter == null) {
      return false;
    }
    if (!hasWaited) {
      hasWaited = true;
      sinceNanos = clock.nanos();
    }
    long left = hold.deadline().toNanos() - (clock.nanos() - sinceNanos);
    timer = loop.schedule(this::expire, Math.max(left, 0), TimeUnit.NANOSECONDS);
    return true;
  }

  /** A statement has gone on; the next one starts afresh. */
  void onPassed() {
    hasWaited = false;
    isLetGo = false;
  }

  /** The client is gone; its statement will never be sent on. */
  void leave() {
    if (waiter != null) {
      waiter.leave();
      stopWaiting();
    }
  }

  private void wake() {
    loop.execute(
        () -> {
          if (waiter != null) {
            stopWaiting();
            resume.run();
          }
        });
  }

  private void expire() {
    if (waiter != null) {
      waiter.expire();
      stopWaiting();
      isLetGo = true;
      resume.run();
    }
  }

  private void stopWaiting() {
    waiter = null;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
