package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** There are no more partitions than can be renamed in a moment: each has a file of its own. */
final class PartitionsCheck implements PreflightCheck {

  /** Of a table without partitions. */
  private static final long PLAIN_MILLIS = 60;

  /** Measured: see decision 26. */
  private static final long MILLIS_PER_PARTITION = 4;

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    int partitions = facts.table().partitions().size();
    long most = Math.max(0, plan.clientWaitMax().toMillis() - PLAIN_MILLIS) / MILLIS_PER_PARTITION;
    String text = plan.table() + " has " + partitions + " partitions";
    return partitions <= most
        ? CheckResult.passed("partitions", text)
        : CheckResult.refused(
            "partitions",
            text
                + ", each of which is a file that is renamed twice while clients wait (expected: at"
                + " most "
                + most
                + "; or a larger copy.cutOverMax)");
  }
}
