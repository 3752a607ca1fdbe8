package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Our account can do all it will have to do. */
final class RightsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.missingRights().isEmpty()
        ? CheckResult.passed("rights", "our account has the rights it needs")
        : CheckResult.refused(
            "rights", "our account lacks " + String.join(", ", facts.missingRights()));
  }
}
