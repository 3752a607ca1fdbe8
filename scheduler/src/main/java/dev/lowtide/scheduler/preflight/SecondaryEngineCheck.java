package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.Locale;

/** The table is not loaded into another engine, which forbids to rename or rebuild it. */
final class SecondaryEngineCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts
            .table()
            .storage()
            .createOptions()
            .toUpperCase(Locale.ROOT)
            .contains("SECONDARY_ENGINE")
        ? CheckResult.refused(
            "secondary-engine",
            plan.table()
                + " has a SECONDARY_ENGINE (expected: none; ALTER TABLE "
                + plan.table().quoted()
                + " SECONDARY_UNLOAD, then SECONDARY_ENGINE = NULL)")
        : CheckResult.passed("secondary-engine", "the table is in InnoDB only");
  }
}
