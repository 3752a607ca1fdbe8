package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.Locale;
import java.util.Set;

/** The table is not one of the server's own. */
final class SystemSchemasCheck implements PreflightCheck {

  private static final Set<String> SYSTEM =
      Set.of(
          "mysql",
          "sys",
          "information_schema",
          "performance_schema",
          "ndbinfo",
          "mysql_innodb_cluster_metadata");

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    return SYSTEM.contains(plan.table().schema().toLowerCase(Locale.ROOT))
        ? CheckResult.refused(
            "system-schemas",
            plan.table() + " is a table of the server's own (expected: a table of yours)")
        : CheckResult.passed("system-schemas", "the table is none of the server's own");
  }
}
