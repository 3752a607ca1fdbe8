package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A primary key that the server made by itself is shown to us. */
final class HiddenKeyCheck implements PreflightCheck {

  private static final String SHOWN = "show_gipk_in_create_table_and_information_schema";

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    boolean isHidden = facts.variables().find(SHOWN).isPresent() && !facts.variables().isOn(SHOWN);
    return isHidden && facts.table().index("PRIMARY").isEmpty()
        ? CheckResult.refused(
            "hidden-key",
            plan.table()
                + " has no primary key that is shown, and may have a generated one that is not"
                + " (expected: SET GLOBAL "
                + SHOWN
                + " = ON)")
        : CheckResult.passed("hidden-key", "the definition shows all there is");
  }
}
