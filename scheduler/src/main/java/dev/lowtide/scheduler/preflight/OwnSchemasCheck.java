package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.Set;

/** The table is not one of ours. */
final class OwnSchemasCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return Set.of(CopyTable.REGISTRY, CopyTable.SHADOWS, CopyTable.OLD)
            .contains(plan.table().schema())
        ? CheckResult.refused(
            "our-schemas",
            plan.table() + " is in a schema of Lowtide's own (expected: a table of yours)")
        : CheckResult.passed("our-schemas", "the table is none of ours");
  }
}
