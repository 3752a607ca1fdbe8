package dev.lowtide.scheduler;

import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.report.Measurements;
import dev.lowtide.scheduler.report.ReportWriter;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves runs from state to state, writing down every step. Safe for any thread: one at a time. */
final class RunBook {

  /** Who moves a run when nobody decides. */
  static final String LOWTIDE = "lowtide";

  private static final Logger log = LoggerFactory.getLogger(RunBook.class);

  private final Journal journal;
  private final ApprovalDesk desk;
  private final Clock clock;
  private volatile Runnable onApproved = () -> {};

  RunBook(Journal journal, ApprovalDesk desk, Clock clock) {
    this.journal = journal;
    this.desk = desk;
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  /** Told whenever a run has become one that may begin; by whatever thread, and so to be quick. */
  void onApproved(Runnable listener) {
    onApproved = listener;
  }

  synchronized ShrinkRun request(ShrinkPlan plan, String by) {
    Instant now = clock.instant();
    ShrinkRun run = journal.insert(plan, by, now);
    log.info(
        "run={} plan={} subject={} requested by={}",
        run.id(),
        plan.hash().abbreviated(),
        plan.subject(),
        by);
    ShrinkRun decided = desk.onRequested(run, now);
    if (decided.state() != run.state()) {
      write(run, decided, ApprovalDesk.CONFIGURATION);
    }
    return decided;
  }

  synchronized ShrinkRun approve(RunId id, String by) {
    return change(id, by, run -> desk.approve(run, by, clock.instant()));
  }

  synchronized ShrinkRun reject(RunId id, String by, String why) {
    return change(id, by, run -> desk.reject(run, by, why, clock.instant()));
  }

  synchronized ShrinkRun acknowledge(RunId id, String by) {
    return change(id, by, ShrinkRun::acknowledged);
  }

  synchronized ShrinkRun move(RunId id, RunState state, String text) {
    return move(id, state, text, LOWTIDE);
  }

  synchronized ShrinkRun move(RunId id, RunState state, String text, String by) {
    return change(id, by, run -> run.become(state, text, clock.instant()));
  }

  /** Moves a run to its end together with its report: nobody sees one without the other. */
  synchronized void end(RunId id, RunState state, String text, String by, Measurements measured) {
    ShrinkRun was = get(id);
    ShrinkRun is = was.become(state, text, clock.instant());
    journal.end(was, is, by, history -> ReportWriter.write(is, history, measured));
    tell(was, is, by);
  }

  /** A line of its history that moves it nowhere. */
  synchronized void note(RunId id, String text) {
    ShrinkRun run = get(id);
    journal.note(id, run.state(), text, clock.instant());
    log.info("run={} subject={} note=\"{}\"", id, run.plan().subject(), text);
  }

  /** Counts an attempt. */
  synchronized void begin(RunId id) {
    change(id, LOWTIDE, ShrinkRun::begun);
  }

  /** Adds what an attempt made clients wait. */
  synchronized void caused(RunId id, WaitsCaused waits) {
    change(id, LOWTIDE, run -> run.caused(waits));
  }

  /** Back to waiting, not to be tried again before this time. */
  synchronized void postpone(RunId id, String text, Instant notBefore) {
    change(
        id,
        LOWTIDE,
        run -> run.become(RunState.WAITING_FOR_QUIET, text, clock.instant()).notBefore(notBefore));
  }

  /** Ends what has become too old. */
  synchronized void expire() {
    for (ShrinkRun run : journal.open()) {
      desk.expire(run, clock.instant()).ifPresent(expired -> write(run, expired, LOWTIDE));
    }
  }

  ShrinkRun get(RunId id) {
    return journal.run(id).orElseThrow(() -> new NoSuchElementException("run " + id));
  }

  List<ShrinkRun> open() {
    return journal.open();
  }

  private ShrinkRun change(RunId id, String by, UnaryOperator<ShrinkRun> change) {
    ShrinkRun was = get(id);
    ShrinkRun is = change.apply(was);
    write(was, is, by);
    return is;
  }

  private void write(ShrinkRun was, ShrinkRun is, String by) {
    journal.update(was, is, by);
    tell(was, is, by);
  }

  private void tell(ShrinkRun was, ShrinkRun is, String by) {
    if (was.state() != is.state()) {
      log.info(
          "run={} subject={} state={} by={} reason=\"{}\"",
          is.id(),
          is.plan().subject(),
          is.state(),
          by,
          is.reason());
      if (is.state() == RunState.APPROVED) {
        onApproved.run();
      }
    }
  }
}
