package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyStoppedException;
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
    runLog.onState(RunState.RUNNING, "making a shadow of " + plan.subject());
    CopyRecord begun = copy.begin(plan.subject(), tools.owner(approved.run()));
    if (begun.rowsCopied() > 0) {
      runLog.onNote("goes on after " + begun.rowsCopied() + " rows");
    }
    copy.copyRows();
    runLog.onNote(copy.record().rowsCopied() + " rows are copied");
    copy.addKeys();
    copy.catchUp(BEHIND_MAX);
    try (Comparison comparison = tools.comparison(copy.table())) {
      ComparedSwap swap = new ComparedSwap(tools, copy, comparison, cutOver, pace, runLog);
      if (!swap.compare()) {
        return differs(comparison.verification());
      }
      tools.shadows().analyze(copy.table());
      return swap.swap(ComparedSwap.FOR_EVER)
          .map(made -> result(made, comparison))
          .orElseGet(() -> differs(comparison.verification()));
    }
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
}
