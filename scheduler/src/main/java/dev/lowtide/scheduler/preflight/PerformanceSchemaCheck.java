package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The server can be looked into at all. */
final class PerformanceSchemaCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts
        .variables()
        .expect(
            "performance-schema",
            "performance_schema",
            "ON",
            "locks and transactions of others are seen through it, and it is set at start-up only");
  }
}
