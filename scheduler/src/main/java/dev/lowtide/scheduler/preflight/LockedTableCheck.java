package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** Nobody has the table locked with LOCK TABLES. */
final class LockedTableCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> lockers = facts.sessions().lockers();
    return lockers.isEmpty()
        ? CheckResult.passed("locked", "nobody has locked the table")
        : CheckResult.refusedForNow(
            "locked",
            plan.table()
                + " is locked by "
                + String.join(", ", lockers)
                + " (expected: nobody; wait for UNLOCK TABLES)");
  }
}
