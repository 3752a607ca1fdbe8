package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The redo log is not nearly full of what has yet to be written to files. */
final class CheckpointCheck implements PreflightCheck {

  /** From about there on InnoDB makes writers wait. */
  private static final long MOST = 80;

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    if (facts.load().checkpointAgePercent().isEmpty()) {
      return CheckResult.passed("checkpoint", "the server does not tell how full its redo log is");
    }
    long percent = Math.round(facts.load().checkpointAgePercent().getAsDouble());
    String text = percent + " % of the redo log are not check-pointed";
    return percent <= MOST
        ? CheckResult.passed("checkpoint", text)
        : CheckResult.refusedForNow(
            "checkpoint",
            text + " (expected: at most " + MOST + " %; wait, or raise innodb_redo_log_capacity)");
  }
}
