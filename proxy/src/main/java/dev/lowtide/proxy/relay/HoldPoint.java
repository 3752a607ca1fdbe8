package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.StatementBoundary;
import dev.lowtide.proxy.hold.Waiter;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where one session's next statement waits. However many holds stop it one after the other, it goes
 * on once it has waited for the deadline of the one that stops it then; also while a release is
 * under way whose turn has not come to it.
 *
 * <p>Confined to the session's event loop.
 */
final class HoldPoint {

  private final HoldDesk desk;
  private final EventExecutor loop;
  private final Runnable resume;

  private @Nullable Waiter waiter;
  private @Nullable Future<?> timer;

  /** Has gone on; whoever let it go wants to hear when its reply has come. */
  private @Nullable Waiter unanswered;

  /** How long the statement waited in holds that let it go before another one stopped it. */
  private Duration waitedBefore = Duration.ZERO;

  /** Counts waits, so that a release that comes late is not taken for one of another hold. */
  private int wait;

  private boolean isLetGo;

  /** The runnable is run on the loop when a statement that was stopped should be tried again. */
  HoldPoint(HoldDesk desk, EventExecutor loop, Runnable resume) {
    this.desk = desk;
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

  boolean isReplyAwaited() {
    return unanswered != null;
  }

  /** Makes the statement wait if a hold in force covers it. */
  boolean stops(StatementBoundary boundary) {
    Hold hold = isLetGo ? null : desk.holding(boundary);
    if (hold == null) {
      return false;
    }
    int thisWait = ++wait;
    waiter = hold.join(() -> loop.execute(() -> onReleased(thisWait)));
    if (waiter == null) {
      return false;
    }
    onReplied();
    long left = hold.deadline().minus(waitedBefore).toNanos();
    timer = loop.schedule(this::expire, Math.max(left, 0), TimeUnit.NANOSECONDS);
    return true;
  }

  /** A statement has gone on; the next one starts afresh. */
  void onPassed() {
    waitedBefore = Duration.ZERO;
    isLetGo = false;
  }

  /** The statement that was let go has its reply, or will not get one now. */
  void onReplied() {
    if (unanswered != null) {
      unanswered.onAnswered();
      unanswered = null;
    }
  }

  /** The client is gone; its statement will never be sent on. */
  void leave() {
    if (waiter != null) {
      waiter.leave();
      stopWaiting();
    }
    onReplied();
  }

  private void onReleased(int ofWait) {
    if (waiter != null && ofWait == wait) {
      goOn(waiter);
    }
  }

  private void expire() {
    if (waiter != null) {
      waiter.expire();
      isLetGo = true;
      goOn(waiter);
    }
  }

  private void goOn(Waiter released) {
    waitedBefore = waitedBefore.plus(released.waited());
    unanswered = released;
    stopWaiting();
    resume.run();
  }

  private void stopWaiting() {
    waiter = null;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
