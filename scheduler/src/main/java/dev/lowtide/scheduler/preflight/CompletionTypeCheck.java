package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A COMMIT of ours is no more than that. */
final class CompletionTypeCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts
        .variables()
        .expect(
            "completion-type",
            "completion_type",
            "NO_CHAIN",
            "a COMMIT must not begin another transaction, nor end the session");
  }
}
