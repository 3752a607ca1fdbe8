package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Verification.unproven;

import dev.lowtide.scheduler.execute.AttemptResult;
import dev.lowtide.scheduler.execute.AttemptResult.Failed;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Refused;
import dev.lowtide.scheduler.execute.AttemptResult.Unknown;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.execute.CrashInspector;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.report.Measurements;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
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
  private final RunSizes sizes;
  private final CrashInspector inspector;
  private final Clock clock;

  /** Runs that are over as soon as the server is whole again: a person wanted them stopped. */
  private final Map<RunId, ActiveRun> stopped = new ConcurrentHashMap<>();

  RunEnder(
      SchedulerConfig config,
      RunBook book,
      Journal journal,
      RunSizes sizes,
      CrashInspector inspector,
      Clock clock) {
    this.config = config;
    this.book = book;
    this.journal = journal;
    this.sizes = sizes;
    this.inspector = inspector;
    this.clock = clock;
  }

  void onResult(ActiveRun active, AttemptResult result, ByteSize sizeBefore) {
    book.caused(active.id(), result.waits());
    if (result instanceof Yielded || result instanceof Refused) {
      postponeOrAbort(active, result, sizeBefore);
    } else if (result instanceof Rebuilt rebuilt) {
      Verification verification = rebuilt.verification();
      RunTiming timing = timing(active, verification);
      end(active, state(verification), verification.text(), sizeBefore, verification, timing);
    } else if (result instanceof Failed) {
      end(active, RunState.FAILED, result.text(), sizeBefore, Verification.NOT_DONE);
    } else if (result instanceof Unknown && isToBeMadeWhole(active.id())) {
      leaveToBeMadeWhole(active, result.text());
    } else if (result instanceof Unknown && isToldByTables(active.id())) {
      book.note(
          active.id(), result.text() + "; which tables there are tells, once they can be seen");
    } else if (result instanceof Unknown) {
      String text = result.text() + "; " + findings(active.id());
      end(active, RunState.UNCERTAIN, text, sizeBefore, unproven(result.text()));
    }
  }

  /** Then it stays as it is, and is looked at like any run on which nobody works any more. */
  private boolean isToldByTables(RunId id) {
    ShrinkRun run = book.get(id);
    return run.plan().method().isCopy() && run.state() == RunState.CUTTING_OVER;
  }

  /** Nobody else would ever set an undo tablespace active again that a run has set inactive. */
  private boolean isToBeMadeWhole(RunId id) {
    ShrinkRun run = book.get(id);
    return run.plan().method() == ShrinkMethod.UNDO_TRUNCATE
        && (run.state() == RunState.PREFLIGHT || run.state().isAtWork());
  }

  /** It stays as it is, and is looked at again and again; {@link #onWhole} is the end of that. */
  private void leaveToBeMadeWhole(ActiveRun active, String text) {
    book.note(active.id(), text + "; its undo tablespaces are set active as soon as that can be");
    switch (active.stopCause()) {
      case PERSON -> stopped.put(active.id(), active);
      case CALENDAR, SHUTDOWN, HELD -> book.uncount(active.id());
      case NONE -> {}
    }
  }

  /**
   * What an attempt may have left on the server is gone: it can be made again, unless it is over.
   */
  void onWhole(ShrinkRun run, String text) {
    ActiveRun asked = stopped.remove(run.id());
    ByteSize sizeBefore = run.plan().facts().tablespace().fileSize();
    if (asked != null) {
      abort(asked, "stopped by " + asked.stoppedBy() + "; " + text, sizeBefore);
    } else if (run.attempts() >= config.attemptsMax()) {
      abort(gone(run), "given up after " + run.attempts() + " attempts: " + text, sizeBefore);
    } else {
      if (run.state() != RunState.YIELDING) {
        book.move(run.id(), RunState.YIELDING, text);
      }
      book.postpone(run.id(), text, clock.instant());
    }
  }

  private ActiveRun gone(ShrinkRun run) {
    return new ActiveRun(run.id(), book, journal, Duration.ZERO);
  }

  private String findings(RunId id) {
    if (!book.get(id).plan().method().isOfTables()) {
      return "a person has to look at the server";
    }
    try {
      long thread = book.waits().until(() -> journal.threadId(id));
      return inspector.inspect(book.get(id).plan(), thread);
    } catch (TargetException e) {
      return "the server cannot be asked what became of it: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "nobody looked at the server";
    }
  }

  /** Something nobody foresaw happened in an attempt; what there is of it on the server is open. */
  void onFault(ActiveRun active, RuntimeException fault, ByteSize sizeBefore) {
    log.error("run={} attempt failed by a fault of ours", active.id(), fault);
    String reason = "a fault of ours: " + fault;
    if (isToBeMadeWhole(active.id())) {
      leaveToBeMadeWhole(active, reason);
    } else if (book.get(active.id()).state().isAtWork()) {
      end(active, RunState.UNCERTAIN, reason, sizeBefore, unproven(reason));
    } else {
      end(active, RunState.FAILED, reason, sizeBefore, Verification.NOT_DONE);
    }
  }

  /** What a run left behind was looked at, and this is what there is to say. */
  void onInspected(ShrinkRun run, String findings) {
    end(
        gone(run),
        RunState.UNCERTAIN,
        findings,
        run.plan().facts().tablespace().fileSize(),
        unproven("Lowtide ended before it could compare"));
  }

  /** The cut-over of a copy was made, and nobody was there any more to write it down. */
  void onSwapped(ShrinkRun run, long rows, String findings) {
    if (run.state() == RunState.CUTTING_OVER) {
      book.move(run.id(), RunState.VERIFYING, findings);
    }
    end(
        gone(run),
        RunState.SUCCEEDED,
        findings,
        run.plan().facts().tablespace().fileSize(),
        new Verification(
            Verification.Verdict.SAME, rows, "all rows were the same when it was cut over"));
  }

  private static RunState state(Verification verification) {
    return switch (verification.verdict()) {
      case SAME -> RunState.SUCCEEDED;
      case DIFFERENT -> RunState.FAILED;
      case UNPROVEN, NOT_DONE -> RunState.UNCERTAIN;
    };
  }

  private void postponeOrAbort(ActiveRun active, AttemptResult result, ByteSize sizeBefore) {
    RunId id = active.id();
    if (book.get(id).state() == RunState.PREFLIGHT) {
      book.move(id, RunState.YIELDING, result.text());
    }
    int attempts = book.get(id).attempts();
    switch (active.stopCause()) {
      case PERSON -> abort(active, "stopped by " + active.stoppedBy(), sizeBefore);
      case SHUTDOWN, CALENDAR -> book.putOff(id, result.text());
      case HELD -> book.putOff(id, "everything was stopped by " + active.stoppedBy());
      case NONE -> {
        if (result instanceof Refused refused && refused.isLasting()) {
          abort(active, result.text(), sizeBefore);
        } else if (attempts >= config.attemptsMax()) {
          abort(active, "given up after " + attempts + " attempts: " + result.text(), sizeBefore);
        } else {
          book.postpone(id, result.text(), clock.instant().plus(delay(attempts)));
        }
      }
    }
  }

  private Duration delay(int attempts) {
    return config.retryAfter().multipliedBy(1L << Math.min(attempts - 1, 10));
  }

  private void abort(ActiveRun active, String reason, ByteSize sizeBefore) {
    end(active, RunState.ABORTED, reason, sizeBefore, Verification.NOT_DONE);
  }

  /** Of a copy that an earlier attempt has begun, only the end was seen. */
  private @Nullable RunTiming timing(ActiveRun active, Verification verification) {
    ShrinkRun run = book.get(active.id());
    Work expected = run.plan().estimate().work();
    Work done =
        new Work(
            expected.method(),
            sizes.now(run),
            verification.rows(),
            expected.keys(),
            expected.shape());
    boolean isAllSeen = active.times().isWhole(run.plan().method()) && !expected.isNone();
    return isAllSeen ? active.times().timing(done) : null;
  }

  private void end(
      ActiveRun active,
      RunState state,
      String reason,
      ByteSize sizeBefore,
      Verification verification) {
    end(active, state, reason, sizeBefore, verification, null);
  }

  private void end(
      ActiveRun active,
      RunState state,
      String reason,
      ByteSize sizeBefore,
      Verification verification,
      @Nullable RunTiming timing) {
    ShrinkRun run = book.get(active.id());
    Measurements measured =
        new Measurements(
            sizeBefore,
            sizes.now(run),
            verification,
            run.waits(),
            active.worstBefore(),
            active.worstDuring(),
            timing);
    String by = state == RunState.ABORTED ? active.stoppedBy() : RunBook.LOWTIDE;
    book.end(run.id(), state, reason, by, measured);
    if (state == RunState.SUCCEEDED) {
      book.waits().until(() -> sizes.onRebuilt(run, measured));
    }
  }
}
