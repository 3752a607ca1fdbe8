package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.execute.AttemptResult.Failed;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Unknown;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Verification;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at a shadow copy: from wherever an earlier one came to, to its end.
 *
 * <pre>
 * begin or go on ─► copy rows ─► add keys ─► catch up ─► compare ─► analyze ─► cut over
 *                   └──────────── follow what changes, all the time ────────────┘
 * </pre>
 *
 * Up to the cut-over no client waits for anything, and whatever stops it leaves the shadow to be
 * gone on with. Confined to the attempt's thread.
 */
final class ShadowCopy {

  private static final Logger log = LoggerFactory.getLogger(ShadowCopy.class);

  /** A shadow that is further behind is not compared yet: most rows would have changed again. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(1);

  /** A few commits, on a disk that is not the fastest; under the hold nobody writes any more. */
  private static final Duration IN_STEP_WITHIN = Duration.ofMillis(250);

  private static final Duration NO_WAIT = Duration.ZERO;

  /** A wish to stop is seen as soon. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final ApprovedPlan approved;
  private final ShrinkPlan plan;
  private final CopyTools tools;
  private final TableCopy copy;
  private final CopyCutOver cutOver;
  private final Pace pace;
  private final RunLog runLog;

  ShadowCopy(
      ApprovedPlan approved,
      CopyTools tools,
      TableCopy copy,
      CopyCutOver cutOver,
      Pace pace,
      RunLog runLog) {
    this.approved = approved;
    this.plan = approved.plan();
    this.tools = tools;
    this.copy = copy;
    this.cutOver = cutOver;
    this.pace = pace;
    this.runLog = runLog;
  }

  AttemptResult run() throws InterruptedException {
    try {
      return shrink();
    } catch (CopyStoppedException stopped) {
      return ended(stopped);
    } catch (RuntimeException e) {
      log.warn("table={} attempt failed", plan.table(), e);
      return yielded(AbortReason.BLIND, String.valueOf(e.getMessage()));
    }
  }

  private AttemptResult shrink() throws CopyStoppedException, InterruptedException {
    runLog.onState(RunState.RUNNING, "making a shadow of " + plan.table());
    CopyRecord begun = copy.begin(plan.table(), tools.owner(approved.run()));
    if (begun.rowsCopied() > 0) {
      runLog.onNote("goes on after " + begun.rowsCopied() + " rows");
    }
    copy.copyRows();
    runLog.onNote(copy.record().rowsCopied() + " rows are copied");
    copy.addKeys();
    copy.catchUp(BEHIND_MAX);
    try (Comparison comparison = tools.comparison(copy.table())) {
      compare(comparison);
      if (comparison.isOver()) {
        return differs(comparison.verification());
      }
      runLog.onNote(
          comparison.rowsCompared() + " rows are compared, " + comparison.open().size() + " open");
      tools.shadows().analyze(copy.table());
      return cutOver(comparison);
    }
  }

  /** The two keep changing: what is under way is applied between the parts. */
  private void compare(Comparison comparison) throws CopyStoppedException, InterruptedException {
    boolean isThrough = false;
    while (!isThrough && !comparison.isOver()) {
      follow(comparison, NO_WAIT);
      if (isStandstill()) {
        follow(comparison, LOOK_EVERY);
      } else {
        isThrough = step(comparison);
      }
      if (comparison.isSettlingDue()) {
        settle(comparison);
      }
    }
    new EntryCounting(copy, comparison, tools.throttle()).count();
  }

  private boolean step(Comparison comparison) throws CopyStoppedException, InterruptedException {
    long began = pace.nanos();
    boolean isThrough = comparison.step(tools.throttle().chunkTime());
    runLog.copy().onCompared(comparison.rowsCompared());
    Duration rest = tools.throttle().restAfter(Duration.ofNanos(pace.nanos() - began));
    if (rest.toNanos() > 0) {
      follow(comparison, rest);
    }
    return isThrough;
  }

  /**
   * Whoever differs must have changed by the time that a mark written now is reached.
   *
   * @return how long that took: so far behind is the shadow
   */
  private Duration settle(Comparison comparison) throws CopyStoppedException, InterruptedException {
    comparison.onMark();
    long marked = pace.nanos();
    long mark = copy.mark();
    while (!copy.isPast(mark)) {
      follow(comparison, LOOK_EVERY);
    }
    Duration took = Duration.ofNanos(pace.nanos() - marked);
    comparison.settle();
    return took;
  }

  /** Applies what has changed, and has it compared again. */
  private void follow(Comparison comparison, Duration wait)
      throws CopyStoppedException, InterruptedException {
    Set<RowKey> applied = copy.step(wait);
    if (!applied.isEmpty()) {
      comparison.onApplied(applied);
    }
  }

  private boolean isStandstill() {
    return tools.throttle().standstill().isPresent();
  }

  private AttemptResult cutOver(Comparison comparison)
      throws CopyStoppedException, InterruptedException {
    while (true) {
      Optional<Swap> swap =
          isReady(comparison) ? cutOver.attempt(comparison.open()) : Optional.empty();
      if (swap.isPresent() && swap.get().outcome() != Swap.Outcome.NOT_NOW) {
        return result(swap.get(), comparison);
      }
      swap.ifPresent(made -> comparison.onApplied(made.applied()));
      long until = pace.nanos() + cutOver.pause().toNanos();
      do {
        follow(comparison, min(cutOver.pause(), LOOK_EVERY));
      } while (pace.nanos() < until);
      if (comparison.isOver()) {
        return differs(comparison.verification());
      }
    }
  }

  /** Nobody is to wait for what could be done before. */
  private boolean isReady(Comparison comparison) throws CopyStoppedException, InterruptedException {
    return !isStandstill()
        && settle(comparison).compareTo(IN_STEP_WITHIN) <= 0
        && !comparison.isOver();
  }

  private AttemptResult result(Swap swap, Comparison comparison) {
    return switch (swap.outcome()) {
      case SWAPPED -> {
        comparison.conclude();
        runLog.onState(RunState.VERIFYING, swap.text());
        yield new Rebuilt(comparison.verification(), cutOver.waits());
      }
      case NOT_NOW -> yielded(AbortReason.TABLE_IN_USE, swap.text());
      case DIFFERENT -> failed("DIFFERENT: " + swap.text());
      case UNKNOWN -> new Unknown(swap.text(), cutOver.waits());
    };
  }

  /** Whatever is wrong with the copy is wrong for good; the table is as it was. */
  private AttemptResult differs(Verification verification) {
    return switch (verification.verdict()) {
      case DIFFERENT -> failed(verification.text());
      case SAME, NOT_DONE, UNPROVEN -> yielded(AbortReason.TABLE_IN_USE, verification.text());
    };
  }

  private AttemptResult ended(CopyStoppedException stopped) throws InterruptedException {
    log.info("table={} copy stopped: {} {}", plan.table(), stopped.fate(), stopped.text());
    return switch (stopped.fate()) {
      case RESUMABLE -> yielded(stopped.reason(), stopped.text());
      case LOST -> {
        abandon();
        yield yielded(stopped.reason(), stopped.text());
      }
      case REFUSED -> failed(stopped.text());
    };
  }

  private AttemptResult yielded(AbortReason reason, String text) {
    runLog.onState(RunState.YIELDING, text);
    return new Yielded(reason, text, cutOver.waits());
  }

  private AttemptResult failed(String text) {
    return new Failed(text, cutOver.waits());
  }

  /** What cannot be removed now is found again by its mark. */
  private void abandon() throws InterruptedException {
    try {
      copy.abandon();
    } catch (CopyStoppedException | RuntimeException e) {
      log.warn("table={} its shadow is left for later: {}", plan.table(), e.getMessage());
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
