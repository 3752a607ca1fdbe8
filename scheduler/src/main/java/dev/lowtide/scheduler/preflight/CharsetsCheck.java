package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** The server still knows every character set that the table uses. */
final class CharsetsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> gone =
        facts.table().columns().stream()
            .map(Column::charset)
            .filter(charset -> !charset.isEmpty() && !facts.charsets().contains(charset))
            .distinct()
            .toList();
    return gone.isEmpty()
        ? CheckResult.passed("charsets", "all character sets are known")
        : CheckResult.refused(
            "charsets",
            plan.table()
                + " uses character sets that the server does not know: "
                + String.join(", ", gone)
                + " (expected: ALTER TABLE "
                + plan.table().quoted()
                + " CONVERT TO CHARACTER SET utf8mb4)");
  }
}
