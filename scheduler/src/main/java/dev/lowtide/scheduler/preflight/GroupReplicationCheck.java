package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** It is no member of a replication group, an InnoDB Cluster or ClusterSet. */
final class GroupReplicationCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.topology().isGroupMember()
        ? CheckResult.refused(
            "group-replication",
            "the server is a member of a replication group (expected: a server of its own;"
                + " certification would roll writes of clients back)")
        : CheckResult.passed("group-replication", "the server is no member of a group");
  }
}
