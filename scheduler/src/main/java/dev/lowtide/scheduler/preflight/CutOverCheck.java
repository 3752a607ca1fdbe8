package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
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
            + " ms at the end, and a client may wait "
            + plan.clientWaitMax().toMillis()
            + " ms";
    if (foreseen.compareTo(plan.clientWaitMax()) <= 0) {
      return CheckResult.passed("cut-over", text);
    }
    return CheckResult.refused("cut-over", text + expected(plan.method()));
  }

  private static String expected(ShrinkMethod method) {
    return switch (method) {
      case COPY_UNDER_HOLD -> " (expected: a smaller table, or a larger shrink.clientWaitMax)";
      case SHADOW_COPY -> " (expected: fewer partitions, or a larger copy.cutOverMax)";
      case EXCHANGE_PARTITION -> " (expected: a larger copy.cutOverMax)";
      case UNDO_TRUNCATE, TRUNCATE_PARTITION, DROP_TABLESPACE, PURGE_BINARY_LOGS ->
          throw method.notOfTables();
    };
  }
}
