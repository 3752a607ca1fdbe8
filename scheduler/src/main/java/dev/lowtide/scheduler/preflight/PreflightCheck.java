package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** One thing that must be so before anything is begun. */
@FunctionalInterface
interface PreflightCheck {

  CheckResult check(ShrinkPlan plan, ServerFacts facts);
}
