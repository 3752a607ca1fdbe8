package dev.lowtide.scheduler;

import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.operator.AuditFilter;
import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says once, while there is time to decide, that a request or an approval will expire. */
final class ExpiryWarning {

  /** A night, and a morning to read what came in; for what is shorter than that, half of it. */
  static final Duration BEFORE = Duration.ofHours(12);

  private static final String ACTION = "expiring";

  private final Journal journal;
  private final ApprovalDesk desk;

  /** What was said of runs that are open: when they expire. */
  private final Map<RunId, Instant> said = new HashMap<>();

  ExpiryWarning(Journal journal, ApprovalDesk desk) {
    this.journal = journal;
    this.desk = desk;
  }

  void look(List<ShrinkRun> open, Instant now) {
    said.keySet().retainAll(open.stream().map(ShrinkRun::id).toList());
    for (ShrinkRun run : open) {
      desk.expiresAt(run)
          .filter(limit -> !limit.equals(said.get(run.id())) && !due(run, limit).isAfter(now))
          .ifPresent(limit -> say(run, limit, now));
    }
  }

  private static Instant due(ShrinkRun run, Instant limit) {
    Approval approval = run.approval();
    Instant since = approval == null ? run.changedAt() : approval.at();
    Duration half = Duration.between(since, limit).dividedBy(2);
    return limit.minus(half.compareTo(BEFORE) < 0 ? half : BEFORE);
  }

  private void say(ShrinkRun run, Instant limit, Instant now) {
    String text =
        "run %s for %s is %s, and expires at %s"
            .formatted(run.id(), run.plan().subject(), run.state(), limit);
    if (!wasSaidBefore(run, text)) {
      journal.record(now, RunBook.LOWTIDE, ACTION, text);
    }
    said.put(run.id(), limit);
  }

  /** By an earlier process. */
  private boolean wasSaidBefore(ShrinkRun run, String text) {
    return journal
        .trail()
        .page(new AuditFilter("", ACTION, "", run.id().value(), 0, AuditFilter.LIMIT_MAX))
        .stream()
        .anyMatch(entry -> entry.text().equals(text));
  }
}
