package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The lag of every replica is looked at while a table is copied. */
final class WatchedReplicasCheck implements PreflightCheck {

  private final PreflightPolicy policy;

  WatchedReplicasCheck(PreflightPolicy policy) {
    this.policy = policy;
  }

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    int readers = facts.topology().binlogReaders().size();
    if (readers <= policy.watchedReplicas()) {
      return CheckResult.passed(
          "replicas",
          readers
              + " sessions read the binary log, "
              + policy.watchedReplicas()
              + " replicas are watched");
    }
    String text =
        readers
            + " sessions read the binary log ("
            + String.join(", ", facts.topology().binlogReaders())
            + "), and "
            + policy.watchedReplicas()
            + " replicas are watched";
    return policy.areUnwatchedReplicasAllowed()
        ? CheckResult.passed("replicas", text + "; copy.unwatchedReplicas allows that")
        : CheckResult.refused(
            "replicas",
            text
                + " (expected: each of them named in target.replicas, or copy.unwatchedReplicas:"
                + " allowed)");
  }
}
