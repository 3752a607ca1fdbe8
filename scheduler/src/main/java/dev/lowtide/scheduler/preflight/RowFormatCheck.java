package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.Locale;

/** A table that is made again without a word on its row format gets the one it has. */
final class RowFormatCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    String usual = facts.variables().text("innodb_default_row_format");
    String format = facts.table().storage().rowFormat();
    boolean isSaid =
        facts.table().storage().createOptions().toLowerCase(Locale.ROOT).contains("row_format");
    return isSaid || format.equalsIgnoreCase(usual)
        ? CheckResult.passed("row-format", "the new table gets row format " + format)
        : CheckResult.refused(
            "row-format",
            plan.table()
                + " has row format "
                + format
                + " because that was the default once, and now it is "
                + usual
                + " (expected: the same; SET GLOBAL innodb_default_row_format = "
                + format.toUpperCase(Locale.ROOT)
                + ", or the method copy-under-hold)");
  }
}
