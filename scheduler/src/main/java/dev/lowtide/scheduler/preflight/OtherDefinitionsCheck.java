package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** Nobody else defines anything at the same time. */
final class OtherDefinitionsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> definitions = facts.sessions().definitions();
    return definitions.isEmpty()
        ? CheckResult.passed("definitions", "nobody else defines anything")
        : CheckResult.refusedForNow(
            "definitions",
            "at work are " + String.join(", ", definitions) + " (expected: nobody; wait for them)");
  }
}
