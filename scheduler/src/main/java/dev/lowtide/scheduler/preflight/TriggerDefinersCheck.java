package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** Accounts in whose names triggers work are there: else a trigger cannot be made again. */
final class TriggerDefinersCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> orphans =
        facts.table().triggers().stream()
            .filter(trigger -> !trigger.isDefinerThere())
            .map(trigger -> trigger.name() + " of " + trigger.definer())
            .toList();
    return orphans.isEmpty()
        ? CheckResult.passed("trigger-definers", "the accounts of all triggers are there")
        : CheckResult.refused(
            "trigger-definers",
            "triggers of "
                + plan.table()
                + " have definers that do not exist: "
                + String.join(", ", orphans)
                + " (expected: make the account, or the trigger anew)");
  }
}
