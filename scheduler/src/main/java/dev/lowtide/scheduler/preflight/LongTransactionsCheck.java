package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** Nobody has had the table in an open transaction for long. */
final class LongTransactionsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> open = facts.sessions().longTransactions();
    return open.isEmpty()
        ? CheckResult.passed("long-transactions", "no transaction has had the table for long")
        : CheckResult.refusedForNow(
            "long-transactions",
            plan.table()
                + " is in transactions that have been open for long: "
                + String.join(", ", open)
                + " (expected: none; wait for them, or end their sessions)");
  }
}
