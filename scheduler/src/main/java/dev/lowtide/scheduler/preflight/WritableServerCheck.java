package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** The server takes writes; a replica that does not must not be changed behind its source. */
final class WritableServerCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    for (String variable : List.of("super_read_only", "read_only", "transaction_read_only")) {
      if (facts.variables().isOn(variable)) {
        return CheckResult.refused(
            "writable",
            "the server is read-only: " + variable + " is ON (expected: OFF, that is, a primary)");
      }
    }
    return CheckResult.passed("writable", "the server takes writes");
  }
}
