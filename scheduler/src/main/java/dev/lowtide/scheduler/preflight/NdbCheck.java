package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** It is no node of an NDB cluster. */
final class NdbCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.topology().isNdbNode()
        ? CheckResult.refused(
            "ndb",
            "the server is a node of an NDB cluster (expected: a server of its own; definitions"
                + " are shared with all nodes)")
        : CheckResult.passed("ndb", "the server is no node of an NDB cluster");
  }
}
