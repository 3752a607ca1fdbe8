package dev.lowtide.scheduler.preflight;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.stream.Collectors;

/** No other table refers to it: a foreign key would follow the old table when that is renamed. */
final class ReferringTablesCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<TableName> others = plan.facts().referencedBy();
    return others.isEmpty()
        ? CheckResult.passed("referring-tables", "no other table refers to it")
        : CheckResult.refused(
            "referring-tables",
            "to "
                + plan.table()
                + " refer by foreign keys "
                + others.stream().map(TableName::toString).collect(Collectors.joining(", "))
                + " (expected: none, because they would follow the old table; or the method"
                + " copy-under-hold)");
  }
}
