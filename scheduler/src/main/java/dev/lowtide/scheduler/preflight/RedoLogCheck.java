package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A crash loses nothing: InnoDB writes its redo log. */
final class RedoLogCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.load().isRedoLogEnabled()
        ? CheckResult.passed("redo-log", "InnoDB writes its redo log")
        : CheckResult.refusedForNow(
            "redo-log",
            "the redo log is disabled: a crash now loses the server (expected: ALTER INSTANCE"
                + " ENABLE INNODB REDO_LOG when the load that it was disabled for is done)");
  }
}
