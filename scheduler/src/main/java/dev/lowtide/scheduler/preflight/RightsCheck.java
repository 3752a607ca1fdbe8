package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** Our account can do all that the method will have it do. */
final class RightsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> lacking = facts.account().lacks(plan.method());
    return lacking.isEmpty()
        ? CheckResult.passed("rights", "our account has the rights it needs")
        : CheckResult.refused(
            "rights",
            "our account lacks "
                + String.join(", ", lacking)
                + " (expected: GRANT "
                + String.join(", ", lacking)
                + " ON *.* TO "
                + facts.account().quoted()
                + ")");
  }
}
