package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Rows can be read in all the ways that instant changes of columns have left. */
final class InstantColumnsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    int versions = facts.table().storage().rowVersions();
    if (versions == 0) {
      return CheckResult.passed("instant-columns", "all rows are of one version");
    }
    boolean isDoubtful =
        facts.version().isAtLeast(8, 0, 29) && !facts.version().isAtLeast(8, 0, 32);
    String text = plan.table() + " has " + versions + " row versions of instant changes";
    return CheckResult.passed(
        "instant-columns",
        isDoubtful
            ? text
                + "; "
                + facts.version()
                + " has bugs with them, which the new table no longer has"
            : text + "; the new table has one");
  }
}
