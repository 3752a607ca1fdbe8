package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** InnoDB was started to write, and with all of its threads. */
final class InnodbWritableCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    if (facts.variables().isOn("innodb_read_only")) {
      return CheckResult.refused(
          "innodb", "innodb_read_only is ON (expected: OFF; start the server without it)");
    }
    long recovery = facts.variables().number("innodb_force_recovery", 0);
    return recovery > 0
        ? CheckResult.refused(
            "innodb",
            "innodb_force_recovery is "
                + recovery
                + ": purge or checks are off (expected: 0; repair the server first)")
        : CheckResult.passed("innodb", "InnoDB works as usual");
  }
}
