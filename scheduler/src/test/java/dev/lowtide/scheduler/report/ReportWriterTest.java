package dev.lowtide.scheduler.report;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportWriterTest {

  private static final Verification VERIFICATION =
      new Verification(Verification.Verdict.SAME, 1000, "1000 rows are the same");

  private static final List<RunStep> HISTORY =
      List.of(
          new RunStep(NOW, RunState.PROPOSED, "requested by ann"),
          new RunStep(NOW.plusSeconds(60), RunState.WAITING_FOR_QUIET, "waiting"),
          new RunStep(NOW.plusSeconds(70), RunState.PREFLIGHT, "checking"),
          new RunStep(NOW.plusSeconds(75), RunState.WAITING_FOR_QUIET, "a client waited"),
          new RunStep(NOW.plusSeconds(90), RunState.PREFLIGHT, "checking"),
          new RunStep(NOW.plusSeconds(100), RunState.SUCCEEDED, "the same"));

  private final ShrinkRun run =
      Plans.run(RunState.VERIFYING)
          .begun()
          .begun()
          .become(RunState.SUCCEEDED, "the same", NOW.plusSeconds(100));

  @Test
  void tellsWhatHappened() {
    WaitsCaused waits = waits(Duration.ofMillis(120));

    ShrinkReport report = ReportWriter.write(run, HISTORY, measured(waits, Duration.ofMillis(300)));

    assertThat(report)
        .isEqualTo(
            new ShrinkReport(
                run.id(),
                RunState.SUCCEEDED,
                "the same",
                NOW.plusSeconds(70),
                NOW.plusSeconds(100),
                2,
                ByteSize.ofMebibytes(110),
                ByteSize.ofMebibytes(28),
                run.plan().estimate(),
                VERIFICATION,
                waits,
                Duration.ofMillis(250),
                Duration.ofMillis(300),
                HISTORY,
                null,
                "estimated 70.0 MiB, was 82.0 MiB"));
  }

  @Test
  void tellsWhatWasGainedByMeasureAndHowLongItTook() {
    ShrinkReport report =
        ReportWriter.write(run, HISTORY, measured(WaitsCaused.NONE, Duration.ZERO));

    assertThat(report.reclaimed()).isEqualTo(ByteSize.ofMebibytes(82));
    assertThat(report.took()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aWaitInAHoldCountsAsAStatementThatTookAsLong() {
    ShrinkReport report =
        ReportWriter.write(
            run, HISTORY, measured(waits(Duration.ofMillis(480)), Duration.ofMillis(300)));

    assertThat(report.worstStatementDuring()).isEqualTo(Duration.ofMillis(480));
  }

  @Test
  void aRunThatNeverBeganTookNoTime() {
    ShrinkReport report =
        ReportWriter.write(run, HISTORY.subList(0, 2), measured(WaitsCaused.NONE, Duration.ZERO));

    assertThat(report.startedAt()).isEqualTo(report.endedAt());
    assertThat(report.took()).isZero();
  }

  private static WaitsCaused waits(Duration longest) {
    return new WaitsCaused(3, 1, longest, Duration.ofMillis(150));
  }

  private static Measurements measured(WaitsCaused waits, Duration worstDuring) {
    return new Measurements(
        ByteSize.ofMebibytes(110),
        ByteSize.ofMebibytes(28),
        VERIFICATION,
        waits,
        Duration.ofMillis(250),
        worstDuring);
  }
}
