package dev.lowtide.scheduler.report;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.TimeText;
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
        history,
        measured.timing(),
        accuracy(run, measured));
  }

  /** What was promised beside what came of it: a number is only as good as those before it. */
  private static String accuracy(ShrinkRun run, Measurements measured) {
    if (run.state() != RunState.SUCCEEDED) {
      return "";
    }
    Estimate promised = run.plan().estimate();
    ByteSize gained = measured.fileSizeBefore().minus(measured.fileSizeAfter());
    String size = "estimated " + promised.gain() + ", was " + gained;
    RunTiming timing = measured.timing();
    if (timing == null || !promised.forecast().isKnown()) {
      return size;
    }
    return size
        + "; forecast "
        + promised.forecast()
        + ", took "
        + TimeText.of(timing.worked())
        + (timing.waited().isZero() ? "" : ", and " + TimeText.of(timing.waited()) + " of waiting");
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
