package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.plan.TableShape;
import dev.lowtide.scheduler.plan.TableShape.Check;
import dev.lowtide.scheduler.plan.TableShape.Column;
import dev.lowtide.scheduler.plan.TableShape.Part;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Nothing that is computed and kept depends on a session's time zone: the copy's is another than
 * the clients'.
 */
final class TimeZoneColumnsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    TableShape table = facts.table();
    List<String> stamps =
        table.columns().stream()
            .filter(column -> column.type().equals("timestamp"))
            .map(Column::name)
            .toList();
    List<String> computed =
        computed(table)
            .filter(text -> stamps.stream().anyMatch(name -> mentions(text, name)))
            .toList();
    return computed.isEmpty()
        ? CheckResult.passed("time-zone", "nothing is computed from a TIMESTAMP")
        : CheckResult.refused(
            "time-zone",
            plan.table()
                + " computes from a TIMESTAMP, which differs from session to session: "
                + String.join(", ", computed)
                + " (expected: a DATETIME there; or the method copy-under-hold)");
  }

  /** Generated columns, parts of indexes that are expressions, and what CHECKs would look at. */
  private static Stream<String> computed(TableShape table) {
    return Stream.of(
            table.columns().stream().map(Column::expression),
            table.indexes().stream().flatMap(i -> i.parts().stream()).map(Part::expression),
            table.checks().stream().filter(Check::isEnforced).map(Check::clause))
        .flatMap(texts -> texts);
  }

  /** The dictionary quotes every column. */
  private static boolean mentions(String expression, String column) {
    return expression
        .toLowerCase(Locale.ROOT)
        .contains("`" + column.toLowerCase(Locale.ROOT) + "`");
  }
}
