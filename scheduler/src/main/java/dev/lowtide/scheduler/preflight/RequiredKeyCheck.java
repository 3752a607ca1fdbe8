package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A table without a primary key, told apart by a unique one, may be made again. */
final class RequiredKeyCheck implements PreflightCheck {

  private static final String VARIABLE = "sql_require_primary_key";

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    boolean hasPrimaryKey = facts.table().keyIndex().equals("PRIMARY");
    return hasPrimaryKey || facts.variables().find(VARIABLE).isEmpty()
        ? CheckResult.passed("required-key", "the new table may have the keys of the old one")
        : facts
            .variables()
            .expect("required-key", VARIABLE, "OFF", "the new table has no primary key either");
  }
}
