package dev.lowtide.scheduler.preflight;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The table refers to no other: its foreign keys would be checked row by row and locked with it.
 */
final class ForeignKeysCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<TableName> others = facts.table().refersTo();
    return others.isEmpty()
        ? CheckResult.passed("foreign-keys", "the table refers to no other")
        : CheckResult.refused(
            "foreign-keys",
            plan.table()
                + " refers by foreign keys to "
                + others.stream().map(TableName::toString).collect(Collectors.joining(", "))
                + " (expected: none, because names of foreign keys are unique in a schema and"
                + " cascades write past the binary log; or the method copy-under-hold)");
  }
}
