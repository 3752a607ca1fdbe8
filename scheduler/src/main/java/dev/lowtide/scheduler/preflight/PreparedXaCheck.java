package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** No XA transaction is prepared that has touched the table. */
final class PreparedXaCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {

    int prepared = facts.sessions().preparedXa();
    return prepared == 0
        ? CheckResult.passed("prepared-xa", "no XA transaction is prepared on the table")
        : CheckResult.refusedForNow(
            "prepared-xa",
            prepared
                + " XA transactions are prepared that have touched "
                + plan.table()
                + " (expected: none; XA RECOVER, then XA COMMIT or XA ROLLBACK)");
  }
}
