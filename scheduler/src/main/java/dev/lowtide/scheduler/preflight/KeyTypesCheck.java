package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.plan.TableShape;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.Locale;
import java.util.Optional;

/** Values of the key's columns can be told apart and put in order exactly. */
final class KeyTypesCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    TableShape table = facts.table();
    Optional<Column> unsupported =
        table.key().stream()
            .flatMap(key -> key.parts().stream())
            .flatMap(part -> table.column(part.column()).stream())
            .filter(column -> !KeyColumn.isSupported(column.type()))
            .findFirst();
    return unsupported.isPresent()
        ? CheckResult.refused(
            "key-types",
            "column "
                + unsupported.get().name()
                + " of the key "
                + table.keyIndex()
                + " of "
                + plan.table()
                + " is "
                + unsupported.get().type().toUpperCase(Locale.ROOT)
                + " (expected: a number without a floating point, a date or time, or a string;"
                + " or the method copy-under-hold)")
        : CheckResult.passed("key-types", "keys can be compared exactly");
  }
}
