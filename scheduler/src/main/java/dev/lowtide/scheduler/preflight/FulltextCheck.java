package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.plan.TableShape.Index;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** There is no FULLTEXT index, whose hidden tables are no part of what is compared. */
final class FulltextCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> names =
        facts.table().indexes().stream()
            .filter(index -> index.type().equals("FULLTEXT"))
            .map(Index::name)
            .toList();
    return names.isEmpty()
        ? CheckResult.passed("fulltext", "there is no FULLTEXT index")
        : CheckResult.refused(
            "fulltext",
            plan.table()
                + " has FULLTEXT indexes: "
                + String.join(", ", names)
                + " (expected: none; or the method copy-under-hold)");
  }
}
