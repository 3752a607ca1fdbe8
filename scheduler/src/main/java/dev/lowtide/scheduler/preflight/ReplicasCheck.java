package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** Nobody reads the binary log: a replica would repeat the statement and fall behind. */
final class ReplicasCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> readers = facts.topology().binlogReaders();
    return readers.isEmpty()
        ? CheckResult.passed("replicas", "nobody reads the binary log")
        : CheckResult.refused(
            "replicas",
            readers.size()
                + " sessions read the binary log: "
                + String.join(", ", readers)
                + " (expected: none; each replica would repeat the rebuild and fall behind by as"
                + " long as it takes)");
  }
}
