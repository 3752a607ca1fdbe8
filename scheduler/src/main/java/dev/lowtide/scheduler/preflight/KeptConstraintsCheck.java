package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.plan.TableShape.Check;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.Locale;

/**
 * No old table that is kept has a CHECK constraint of the same name: those are unique in a schema.
 */
final class KeptConstraintsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> taken =
        facts.table().checks().stream()
            .map(Check::name)
            .filter(name -> facts.ours().keptConstraints().contains(name.toLowerCase(Locale.ROOT)))
            .toList();
    return taken.isEmpty()
        ? CheckResult.passed("kept-constraints", "names of constraints are free where it is kept")
        : CheckResult.refusedForNow(
            "kept-constraints",
            "an old table in "
                + CopyTable.OLD
                + " still has the CHECK constraints "
                + String.join(", ", taken)
                + " (expected: none of that name; wait until it is dropped, or drop it)");
  }
}
