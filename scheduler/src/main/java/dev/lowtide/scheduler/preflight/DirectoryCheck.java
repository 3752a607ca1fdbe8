package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** All of its files lie in the data directory, whose room is known. */
final class DirectoryCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> elsewhere = facts.table().storage().directories();
    return elsewhere.isEmpty()
        ? CheckResult.passed("directory", "its files lie in the data directory")
        : CheckResult.refused(
            "directory",
            plan.table()
                + " has files elsewhere: "
                + String.join(", ", elsewhere)
                + " (expected: no DATA DIRECTORY, because a rename to another schema moves them;"
                + " or the method copy-under-hold)");
  }
}
