package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.plan.MethodGate;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The server is one on which the method is known to keep every row. */
final class VersionCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    MethodGate.Answer answer = MethodGate.copy(facts.version());
    return answer.isAllowed()
        ? CheckResult.passed("version", answer.reason())
        : CheckResult.refused("version", answer.reason());
  }
}
