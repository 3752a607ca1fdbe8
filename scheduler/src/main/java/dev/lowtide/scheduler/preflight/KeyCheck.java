package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Rows can be told apart: there is a primary key, or a unique one without NULLs. */
final class KeyCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return facts.table().keyIndex().isEmpty()
        ? CheckResult.refused(
            "key",
            plan.table()
                + " has no primary key and no unique index of columns that are NOT NULL (expected:"
                + " one; or the method copy-under-hold)")
        : CheckResult.passed("key", "rows are told apart by " + facts.table().keyIndex());
  }
}
