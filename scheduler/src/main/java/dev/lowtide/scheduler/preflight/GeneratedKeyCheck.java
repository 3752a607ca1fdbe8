package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.plan.TableShape;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.Optional;

/** The key's columns have values of their own, which the copy can write. */
final class GeneratedKeyCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    TableShape table = facts.table();
    Optional<Column> generated =
        table.key().stream()
            .flatMap(key -> key.parts().stream())
            .flatMap(part -> table.column(part.column()).stream())
            .filter(Column::isGenerated)
            .findFirst();
    return generated.isPresent()
        ? CheckResult.refused(
            "generated-key",
            "column "
                + generated.get().name()
                + " of the key of "
                + plan.table()
                + " is generated (expected: columns with values of their own; or the method"
                + " copy-under-hold)")
        : CheckResult.passed("generated-key", "the key's columns have values of their own");
  }
}
