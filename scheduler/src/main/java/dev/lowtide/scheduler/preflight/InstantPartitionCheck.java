package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Rows of the table have one version: else the server exchanges no partition (error 1731). */
final class InstantPartitionCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    int versions = facts.table().storage().rowVersions();
    return versions == 0
        ? CheckResult.passed("instant-partition", "the server can exchange its partitions")
        : CheckResult.refused(
            "instant-partition",
            plan.table()
                + " has "
                + versions
                + " row versions of instant changes, and the server exchanges no partition of such a"
                + " table (expected: none; the whole table by shadow-copy makes it so)");
  }
}
