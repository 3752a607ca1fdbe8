package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** It is no node of a Galera cluster, where a definition stops all nodes. */
final class GaleraCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.topology().isGaleraNode()
        ? CheckResult.refused(
            "galera",
            "the server is a node of a Galera cluster (expected: a server of its own; each"
                + " statement that defines something stops all nodes)")
        : CheckResult.passed("galera", "the server is no node of a Galera cluster");
  }
}
