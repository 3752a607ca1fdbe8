package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.plan.TableShape.Trigger;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.stream.Collectors;

/** Our account may make triggers in the name of others. */
final class TriggerRightsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    AccountFacts account = facts.account();
    List<Trigger> others =
        facts.table().triggers().stream()
            .filter(trigger -> !trigger.definer().equals(account.name()))
            .toList();
    boolean mayOthers =
        others.isEmpty() || account.hasAny("SUPER", "SET_USER_ID", "SET_ANY_DEFINER");
    if (!mayOthers) {
      return CheckResult.refused("trigger-rights", lacks(others, right(facts), account));
    }
    List<Trigger> guarded = others.stream().filter(Trigger::isDefinerProtected).toList();
    return guarded.isEmpty() || account.hasAny("SYSTEM_USER")
        ? CheckResult.passed("trigger-rights", "all triggers can be made again")
        : CheckResult.refused("trigger-rights", lacks(guarded, "SYSTEM_USER", account));
  }

  /** The right that was split in two, of which this is the half that is needed. */
  private static String right(ServerFacts facts) {
    return facts.version().isAtLeast(8, 2, 0) ? "SET_ANY_DEFINER" : "SET_USER_ID";
  }

  private static String lacks(List<Trigger> triggers, String right, AccountFacts account) {
    return "our account lacks "
        + right
        + " to make triggers again: "
        + triggers.stream()
            .map(trigger -> trigger.name() + " of " + trigger.definer())
            .collect(Collectors.joining(", "))
        + " (expected: GRANT "
        + right
        + " ON *.* TO "
        + account.quoted()
        + ")";
  }
}
