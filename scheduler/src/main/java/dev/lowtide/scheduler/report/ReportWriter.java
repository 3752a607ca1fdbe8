package dev.lowtide.scheduler.report;

import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Writes reports. */
public final class ReportWriter {

  private ReportWriter() {}

  public static ShrinkReport write(ShrinkRun run, List<RunStep> history, Measurements measured) {
    return new ShrinkReport(
        run.id(),
        run.state(),
        run.reason(),
        startedAt(run, history),
        run.changedAt(),
        run.attempts(),
        measured.fileSizeBefore(),
        measured.fileSizeAfter(),
        run.plan().estimate(),
        measured.verification(),
        measured.waits(),
        measured.worstBefore(),
        longer(measured.worstDuring(), measured.waits().longest()),
        history);
  }

  /** When work began for the first time; when it ended, if it never did. */
  private static Instant startedAt(ShrinkRun run, List<RunStep> history) {
    return history.stream()
        .filter(step -> step.state() == RunState.PREFLIGHT)
        .map(RunStep::at)
        .findFirst()
        .orElse(run.changedAt());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
