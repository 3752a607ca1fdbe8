package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;

/** The cut-over fits what a client may wait. */
final class CutOverCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    Duration foreseen = plan.estimate().cutOver();
    String text =
        "the table would be locked for about "
            + foreseen.toMillis()
            + " ms at the end, and a"
            + " client may wait "
            + plan.clientWaitMax().toMillis()
            + " ms";
    return foreseen.compareTo(plan.clientWaitMax()) <= 0
        ? CheckResult.passed("cut-over", text)
        : CheckResult.refused(
            "cut-over", text + " (expected: a smaller table, or a larger shrink.clientWaitMax)");
  }
}
