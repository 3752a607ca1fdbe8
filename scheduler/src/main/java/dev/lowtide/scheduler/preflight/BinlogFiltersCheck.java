package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.stream.Stream;

/** No filter keeps the table, or our own schemas, out of the binary log. */
final class BinlogFiltersCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> missing =
        Stream.of(plan.table().schema(), CopyTable.REGISTRY)
            .filter(schema -> !facts.filters().isLogged(schema))
            .toList();
    return missing.isEmpty()
        ? CheckResult.passed("binlog-filters", "all schemas concerned come to the binary log")
        : CheckResult.refused(
            "binlog-filters",
            "schemas kept out of the binary log: "
                + String.join(", ", missing)
                + " (expected: none of them; start the server without that --binlog-do-db or"
                + " --binlog-ignore-db)");
  }
}
