package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.preflight.Preflight;
import dev.lowtide.scheduler.quiet.QuietWindow;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkMethod.Needs;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes attempts, one at a time. Safe for any thread. */
public final class RunExecutor {

  private static final Logger log = LoggerFactory.getLogger(RunExecutor.class);

  private final Preflight preflight;
  private final Map<ShrinkMethod, Way> ways;
  private final Pace pace;

  public RunExecutor(Preflight preflight, Map<ShrinkMethod, Way> ways, Pace pace) {
    this.preflight = preflight;
    this.ways = Map.copyOf(ways);
    this.pace = pace;
  }

  /**
   * Quiet that was seen before long checks is no quiet any more. Whoever needs only to see what
   * goes on looks for itself: checks that ask replicas far away may take as long as they do.
   */
  public synchronized AttemptResult attempt(
      ApprovedPlan approved, QuietWindow window, Surroundings surroundings, RunLog runLog)
      throws InterruptedException {
    ShrinkPlan plan = approved.plan();
    if (!window.isFor(plan.subject().tableName())) {
      throw new IllegalStateException("a window for " + window.text() + ", not " + plan.subject());
    }
    runLog.onState(RunState.PREFLIGHT, "checking");
    List<CheckResult> checks;
    try {
      checks = preflight.check(plan);
    } catch (RuntimeException e) {
      log.warn("subject={} cannot be checked", plan.subject(), e);
      return new AttemptResult.Yielded(
          AbortReason.BLIND, "the server cannot be checked: " + e.getMessage(), WaitsCaused.NONE);
    }
    if (!checks.stream().allMatch(CheckResult::isPassed)) {
      return new AttemptResult.Refused(checks);
    }
    if (plan.method().needs() != Needs.SIGHT && !window.isOpen(pace.nanos())) {
      return new AttemptResult.Yielded(
          AbortReason.NOT_QUIET, "the quiet window closed during the checks", WaitsCaused.NONE);
    }
    return way(plan).attempt(approved, surroundings, runLog);
  }

  private Way way(ShrinkPlan plan) {
    Way way = ways.get(plan.method());
    if (way == null) {
      throw new IllegalStateException("no way of " + plan.method() + " was given");
    }
    return way;
  }
}
