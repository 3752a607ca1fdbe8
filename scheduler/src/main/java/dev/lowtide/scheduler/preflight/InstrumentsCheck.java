package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Locks and transactions of others can be seen; without them nobody could be spared. */
final class InstrumentsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    if (!facts.sessions().isLockInstrumented()) {
      return CheckResult.refused(
          "instruments",
          "metadata locks cannot be seen (expected: performance_schema = ON and its instrument"
              + " wait/lock/metadata/sql/mdl enabled)");
    }
    return facts.sessions().areTransactionsInstrumented()
        ? CheckResult.passed("instruments", "locks and transactions can be seen")
        : CheckResult.refused(
            "instruments",
            "transactions cannot be seen (expected: the instrument transaction and the consumer"
                + " events_transactions_current enabled in performance_schema)");
  }
}
