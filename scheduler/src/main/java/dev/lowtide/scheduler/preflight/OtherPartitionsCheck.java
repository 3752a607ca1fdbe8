package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** To exchange one partition the server opens all of them, which is done in a moment. */
final class OtherPartitionsCheck implements PreflightCheck {

  /**
   * With 1,000 the exchange took 122 ms on 8.0.31 and 198 ms on 9.7: a fifth of a millisecond each.
   * It is given up after 150 ms, and half as many leave some room.
   */
  private static final int MOST = 500;

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    int partitions = facts.table().partitions().size();
    String text = plan.table() + " has " + partitions + " partitions";
    return partitions <= MOST
        ? CheckResult.passed("other-partitions", text)
        : CheckResult.refused(
            "other-partitions",
            text
                + ", all of which the server opens while clients wait (expected: at most "
                + MOST
                + ")");
  }
}
