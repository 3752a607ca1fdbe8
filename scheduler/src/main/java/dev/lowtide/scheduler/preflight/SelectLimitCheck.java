package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Rows are not cut off when they are read. */
final class SelectLimitCheck implements PreflightCheck {

  private static final String NONE = "18446744073709551615";

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    String value = facts.variables().text("sql_select_limit");
    return value.equals(NONE)
        ? CheckResult.passed("select-limit", "sql_select_limit is not set")
        : CheckResult.refused(
            "select-limit",
            "sql_select_limit is "
                + value
                + ": rows would be left out (expected: SET GLOBAL sql_select_limit = DEFAULT)");
  }
}
