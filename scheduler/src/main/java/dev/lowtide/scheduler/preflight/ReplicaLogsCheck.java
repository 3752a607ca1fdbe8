package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A server that follows a source writes what it applies to its own binary log. */
final class ReplicaLogsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    boolean isLogged =
        facts.variables().isOn("log_replica_updates")
            || facts.variables().isOn("log_slave_updates");
    if (!facts.topology().isReplica()) {
      return CheckResult.passed("replica-updates", "the server follows no source");
    }
    return isLogged
        ? CheckResult.passed("replica-updates", "what it applies comes to its own binary log")
        : CheckResult.refused(
            "replica-updates",
            "the server follows a source and log_replica_updates is OFF: what it applies is not in"
                + " its binary log (expected: ON, at start-up; or the source itself)");
  }
}
