package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.Optional;

/** The key holds whole columns: neither a prefix nor an expression. */
final class WholeKeyCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    Optional<String> part =
        facts.table().key().stream()
            .flatMap(key -> key.parts().stream())
            .filter(p -> p.isPrefix() || p.column().isEmpty())
            .map(
                p ->
                    p.isPrefix() ? "a prefix of " + p.column() : "the expression " + p.expression())
            .findFirst();
    return part.isPresent()
        ? CheckResult.refused(
            "whole-key",
            "the key "
                + facts.table().keyIndex()
                + " of "
                + plan.table()
                + " holds "
                + part.get()
                + " (expected: whole columns; or the method copy-under-hold)")
        : CheckResult.passed("whole-key", "the key holds whole columns");
  }
}
