package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Nobody reads the binary log: a replica would rebuild the table too, and fall behind. */
final class ReplicasCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.replicas() == 0
        ? CheckResult.passed("replicas", "nobody reads the binary log")
        : CheckResult.refused(
            "replicas",
            facts.replicas()
                + " sessions read the binary log (expected: none; each replica would"
                + " repeat the rebuild and fall behind by as long as it takes)");
  }
}
