package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The server lets an account without SUPER make triggers while there is a binary log. */
final class TriggerTrustCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    boolean isTrusted =
        facts.table().triggers().isEmpty()
            || facts.account().hasAny("SUPER", "ALL PRIVILEGES")
            || facts.variables().isOn("log_bin_trust_function_creators");
    return isTrusted
        ? CheckResult.passed("trigger-trust", "triggers may be made, or there are none")
        : CheckResult.refused(
            "trigger-trust",
            plan.table()
                + " has triggers, and log_bin_trust_function_creators is OFF (expected: SET GLOBAL"
                + " log_bin_trust_function_creators = ON, or GRANT SUPER ON *.* TO "
                + facts.account().quoted()
                + ")");
  }
}
