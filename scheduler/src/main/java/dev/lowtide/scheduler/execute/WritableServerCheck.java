package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The server takes writes; a replica that does not must not be changed behind its source. */
final class WritableServerCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.isReadOnly()
        ? CheckResult.refused(
            "writable", "the server is read-only (expected: read_only = OFF, that is, a primary)")
        : CheckResult.passed("writable", "the server takes writes");
  }
}
