package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Nobody else defines or backs up anything at the same time. */
final class OtherDefinitionsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.otherDefinitions().isEmpty()
        ? CheckResult.passed("definitions", "nobody else defines or backs up anything")
        : CheckResult.refusedForNow(
            "definitions", "at work are " + String.join(", ", facts.otherDefinitions()));
  }
}
