package dev.lowtide.scheduler;

import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.execute.AttemptResult;
import dev.lowtide.scheduler.execute.AttemptResult.Failed;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Refused;
import dev.lowtide.scheduler.execute.AttemptResult.Unknown;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.plan.TablespaceCatalog;
import dev.lowtide.scheduler.report.Measurements;
import dev.lowtide.scheduler.report.ReportWriter;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Verification;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a run when an attempt is over, measures again, and reports. Any thread.
 */
final class RunEnder {

  private static final Logger log = LoggerFactory.getLogger(RunEnder.class);

  private final SchedulerConfig config;
  private final RunBook book;
  private final Journal journal;
  private final TablespaceCatalog catalog;
  private final Clock clock;

  RunEnder(
      SchedulerConfig config,
      RunBook book,
      Journal journal,
      TablespaceCatalog catalog,
      Clock clock) {
    this.config = config;
    this.book = book;
    this.journal = journal;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** The size of the table's files now; what the plan says if it cannot be asked. */
  ByteSize fileSize(ShrinkRun run) {
    try {
      return catalog
          .describe(run.plan().table())
          .map(table -> table.facts().tablespace().fileSize())
          .orElse(ByteSize.ZERO);
    } catch (TargetException e) {
      log.warn("run={} cannot be measured: {}", run.id(), e.getMessage());
      return run.plan().facts().tablespace().fileSize();
    }
  }

  void onResult(ActiveRun active, AttemptResult result, ByteSize sizeBefore) {
    RunId id = active.id();
    book.caused(id, result.waits());
    if (result instanceof Yielded || result instanceof Refused) {
      if (postpone(active, result)) {
        return;
      }
    } else if (result instanceof Rebuilt rebuilt) {
      onRebuilt(id, rebuilt.verification());
    } else if (result instanceof Failed) {
      book.move(id, RunState.FAILED, result.text());
    } else if (result instanceof Unknown) {
      book.move(id, RunState.UNCERTAIN, result.text());
    }
    report(id, active, sizeBefore, verification(result));
  }

  private static Verification verification(AttemptResult result) {
    if (result instanceof Rebuilt rebuilt) {
      return rebuilt.verification();
    }
    return result instanceof Unknown ? Verification.unproven(result.text()) : Verification.NOT_DONE;
  }

  /** Something nobody foresaw happened in an attempt; what there is of it on the server is open. */
  void onFault(ActiveRun active, RuntimeException fault, ByteSize sizeBefore) {
    log.error("run={} attempt failed by a fault of ours", active.id(), fault);
    ShrinkRun run = book.get(active.id());
    String reason = "a fault of ours: " + fault;
    if (run.state().isAtWork()) {
      book.move(run.id(), RunState.UNCERTAIN, reason);
      report(run.id(), active, sizeBefore, Verification.unproven(reason));
    } else {
      book.move(run.id(), RunState.FAILED, reason);
      report(run.id(), active, sizeBefore, Verification.NOT_DONE);
    }
  }

  /** What a run left behind was looked at. */
  void onInspected(ShrinkRun run, String findings) {
    book.move(run.id(), RunState.UNCERTAIN, "Lowtide ended in the middle; " + findings);
    ActiveRun gone = new ActiveRun(run.id(), book, journal, Duration.ZERO);
    ByteSize before = run.plan().facts().tablespace().fileSize();
    report(run.id(), gone, before, Verification.unproven("Lowtide ended before it could compare"));
  }

  private void onRebuilt(RunId id, Verification verification) {
    switch (verification.verdict()) {
      case SAME -> book.move(id, RunState.SUCCEEDED, verification.text());
      case DIFFERENT -> book.move(id, RunState.FAILED, verification.text());
      case UNPROVEN, NOT_DONE -> book.move(id, RunState.UNCERTAIN, verification.text());
    }
  }

  /** True if the run waits for another attempt; false if this was the last. */
  private boolean postpone(ActiveRun active, AttemptResult result) {
    RunId id = active.id();
    if (book.get(id).state() == RunState.PREFLIGHT) {
      book.move(id, RunState.YIELDING, result.text());
    }
    ShrinkRun run = book.get(id);
    if (active.stopCause() == StopCause.PERSON) {
      book.move(id, RunState.ABORTED, "stopped by " + active.stoppedBy(), active.stoppedBy());
      return false;
    }
    boolean isShutdown = active.stopCause() == StopCause.SHUTDOWN;
    if (!isShutdown && run.attempts() >= config.attemptsMax()) {
      book.move(
          id, RunState.ABORTED, "given up after " + run.attempts() + " attempts: " + result.text());
      return false;
    }
    Instant notBefore = isShutdown ? clock.instant() : clock.instant().plus(delay(run.attempts()));
    book.postpone(id, result.text(), notBefore);
    return true;
  }

  private Duration delay(int attempts) {
    return config.retryAfter().multipliedBy(1L << Math.min(attempts - 1, 10));
  }

  private void report(RunId id, ActiveRun active, ByteSize sizeBefore, Verification verification) {
    ShrinkRun run = book.get(id);
    Measurements measured =
        new Measurements(
            sizeBefore,
            fileSize(run),
            verification,
            run.waits(),
            active.worstBefore(),
            active.worstDuring());
    journal.save(ReportWriter.write(run, journal.steps(id), measured));
  }
}
