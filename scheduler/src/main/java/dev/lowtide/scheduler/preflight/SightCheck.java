package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** All that the other checks judge by could be read. */
final class SightCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.unseen().isEmpty()
        ? CheckResult.passed("sight", "all facts could be read")
        : CheckResult.refused(
            "sight",
            "our account may not read "
                + String.join("; ", facts.unseen())
                + " (expected: all of it)");
  }
}
