package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** No scheduled event would change the table's definition meanwhile. */
final class EventsCheck implements PreflightCheck {

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    List<String> events = facts.sessions().events();
    boolean isAtWork = facts.variables().isOn("event_scheduler");
    return events.isEmpty() || !isAtWork
        ? CheckResult.passed("events", "no event would change the table's definition")
        : CheckResult.refused(
            "events",
            "events may change the definition of "
                + plan.table()
                + ": "
                + String.join(", ", events)
                + " (expected: ALTER EVENT … DISABLE while it is copied)");
  }
}
