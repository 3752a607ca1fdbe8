package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** It is a server of its own: in a cluster the rebuild would stop all members. */
final class ClusterCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.clusterName().isEmpty()
        ? CheckResult.passed("cluster", "the server is no member of a cluster")
        : CheckResult.refused(
            "cluster",
            "the server is a member of "
                + facts.clusterName()
                + " (expected: a server of its own)");
  }
}
