package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A table without a primary key does not get one when it is made again. */
final class AddedKeyCheck implements PreflightCheck {

  private static final String VARIABLE = "sql_generate_invisible_primary_key";

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    boolean hasPrimaryKey = facts.table().keyIndex().equals("PRIMARY");
    return hasPrimaryKey || facts.variables().find(VARIABLE).isEmpty()
        ? CheckResult.passed("added-key", "the new table gets no column that the old one has not")
        : facts
            .variables()
            .expect("added-key", VARIABLE, "OFF", "the new table would get another column");
  }
}
