package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** The name leaves room for what we put before it, and means the same everywhere. */
final class NamesCheck implements PreflightCheck {

  private static final int BEYOND_ASCII = 0x80;

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    long setting = facts.variables().number("lower_case_table_names", 0);
    if (setting == 2) {
      return CheckResult.refused(
          "names",
          "lower_case_table_names is 2: names are not what files are called (expected: 0 or 1)");
    }
    String name = plan.table().table();
    boolean isPlain = (plan.table().schema() + name).chars().allMatch(c -> c < BEYOND_ASCII);
    return isPlain
        ? CheckResult.passed("names", plan.table() + " can be named in our schemas")
        : CheckResult.refused(
            "names", plan.table() + " has characters beyond ASCII in its name (expected: none)");
  }
}
