package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Accounts without special rights are not turned away. */
final class OfflineModeCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.variables().isOn("offline_mode")
        ? CheckResult.refusedForNow(
            "offline",
            "offline_mode is ON: our sessions would be ended (expected: OFF; SET GLOBAL"
                + " offline_mode = OFF when its maintenance is over)")
        : CheckResult.passed("offline", "the server is not in offline mode");
  }
}
