package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/**
 * Nobody repeats on a replica what is done to a partition. Whoever looks at the past is awaited
 * here and not there, and the server shows him fewer rows of a new file instead of an error.
 */
final class PartitionReplicasCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> readers = facts.topology().binlogReaders();
    return readers.isEmpty()
        ? CheckResult.passed("partition-replicas", "nobody repeats it on a replica")
        : CheckResult.refused(
            "partition-replicas",
            readers.size()
                + " sessions read the binary log: "
                + String.join(", ", readers)
                + " (expected: none; whoever looks at the past on a replica would miss the"
                + " partition's rows, and hear no error. A copy of the whole table gives an error"
                + " there: shrink "
                + plan.table()
                + ")");
  }
}
