package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A primary key that the server made by itself is shown to us. */
final class HiddenKeyCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {

    String key = facts.table().keyIndex();
    boolean isHidden = !key.isEmpty() && facts.table().key().isEmpty();
    return isHidden
        ? CheckResult.refused(
            "hidden-key",
            plan.table()
                + " has a generated primary key that is not shown (expected: SET GLOBAL"
                + " show_gipk_in_create_table_and_information_schema = ON)")
        : CheckResult.passed("hidden-key", "the definition shows all there is");
  }
}
