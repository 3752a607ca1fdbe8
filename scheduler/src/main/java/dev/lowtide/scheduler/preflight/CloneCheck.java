package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The server is not being cloned: files must not come and go meanwhile. */
final class CloneCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.sessions().isCloning()
        ? CheckResult.refusedForNow(
            "clone", "the server is being cloned (expected: no clone; wait for it)")
        : CheckResult.passed("clone", "the server is not being cloned");
  }
}
