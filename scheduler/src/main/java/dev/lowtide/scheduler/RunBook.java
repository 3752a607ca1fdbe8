package dev.lowtide.scheduler;

import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.operator.Vote;
import dev.lowtide.scheduler.report.Measurements;
import dev.lowtide.scheduler.report.ReportWriter;
import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves runs from state to state, writing down every step. Safe for any thread: one at a time.
 *
 * <p>A write whose answer was lost may have been made. Who tries again looks first, so nothing is
 * written twice.
 */
final class RunBook {

  /** Who moves a run when nobody decides. */
  static final String LOWTIDE = "lowtide";

  private static final Logger log = LoggerFactory.getLogger(RunBook.class);

  private final Journal journal;
  private final ApprovalDesk desk;
  private final Clock clock;
  private final StoreWaits waits = new StoreWaits();
  private final ExpiryWarning expiryWarning;
  private volatile Runnable onApproved = () -> {};

  RunBook(Journal journal, ApprovalDesk desk, Clock clock) {
    this.journal = journal;
    this.desk = desk;
    this.clock = clock;
    this.expiryWarning = new ExpiryWarning(journal, desk);
  }

  ApprovalDesk desk() {
    return desk;
  }

  Clock clock() {
    return clock;
  }

  /** Who waits for a store that is gone, and who does not. */
  StoreWaits waits() {
    return waits;
  }

  /** Why nothing can be written down at this moment; empty if nothing is known. Never waits. */
  String problem() {
    return journal.problem();
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
    return decided(run);
  }

  private ShrinkRun decided(ShrinkRun run) {
    ShrinkRun decided = desk.onRequested(run, clock.instant());
    if (decided.state() != run.state()) {
      write(run, decided, ApprovalDesk.CONFIGURATION);
    }
    return decided;
  }

  /** A yes to the plan as it is. */
  ShrinkRun approve(RunId id, String by) {
    return approve(id, get(id).plan().hash(), by);
  }

  synchronized ShrinkRun approve(RunId id, PlanHash seen, String by) {
    ShrinkRun was = found(id);
    List<String> others = journal.reviews().votes(id).stream().map(Vote::by).toList();
    ShrinkRun is = desk.approve(was, others, seen, by, clock.instant());
    journal.reviews().vote(was, is, others.size(), by, clock.instant());
    log.info("run={} subject={} yes by={}", id, was.plan().subject(), by);
    tell(was, is, by);
    return is;
  }

  /**
   * Whether the settings ask for more approvals by now than the run was given. What was approved
   * before approvals were counted has one.
   */
  boolean lacksApprovals(ShrinkRun run) {
    Approval approval = run.approval();
    return approval != null
        && !approval.isAutomatic()
        && Math.max(1, journal.reviews().votes(run.id()).size()) < desk.approversOf(run.plan());
  }

  ShrinkRun requestChanges(RunId id, String by, String why) {
    return change(id, by, run -> desk.requestChanges(run, by, why, clock.instant()));
  }

  ShrinkRun revoke(RunId id, String by, String why) {
    return change(id, by, run -> desk.revoke(run, by, why, clock.instant()));
  }

  /** Asks again, with another plan; where configuration approves it, it does so again. */
  synchronized ShrinkRun revise(RunId id, ShrinkPlan plan, String by) {
    ShrinkRun was = found(id);
    ShrinkRun is = desk.revise(was, plan, by, clock.instant());
    journal.reviews().revise(was, is, by);
    tell(was, is, by);
    return decided(is);
  }

  ShrinkRun reject(RunId id, String by, String why) {
    return change(id, by, run -> desk.reject(run, by, why, clock.instant()));
  }

  ShrinkRun acknowledge(RunId id, String by) {
    return change(
        id,
        by,
        ShrinkRun::acknowledged,
        (was, is) -> journal.acknowledge(was, is, by, clock.instant()));
  }

  ShrinkRun move(RunId id, RunState state, String text) {
    return move(id, state, text, LOWTIDE);
  }

  ShrinkRun move(RunId id, RunState state, String text, String by) {
    return change(id, by, run -> run.become(state, text, clock.instant()));
  }

  /** Moves a run to its end together with its report: nobody sees one without the other. */
  void end(RunId id, RunState state, String text, String by, Measurements measured) {
    change(
        id,
        by,
        run -> run.become(state, text, clock.instant()),
        (was, is) ->
            journal.end(was, is, by, history -> ReportWriter.write(is, history, measured)));
  }

  /** A line of its history that moves it nowhere. */
  void note(RunId id, String text) {
    waits.until(
        () -> {
          ShrinkRun run = get(id);
          journal.note(id, run.state(), text, clock.instant());
          log.info("run={} subject={} note=\"{}\"", id, run.plan().subject(), text);
        });
  }

  /** Counts an attempt. */
  void begin(RunId id) {
    change(id, LOWTIDE, ShrinkRun::begun);
  }

  /** Adds what an attempt made clients wait. */
  void caused(RunId id, WaitsCaused waits) {
    change(id, LOWTIDE, run -> run.caused(waits));
  }

  /** Back to waiting, not to be tried again before this time. */
  void postpone(RunId id, String text, Instant notBefore) {
    change(
        id,
        LOWTIDE,
        run -> run.become(RunState.WAITING_FOR_QUIET, text, clock.instant()).notBefore(notBefore));
  }

  /** Back to waiting, and to be tried again at once: nothing of its own has ended this attempt. */
  void putOff(RunId id, String text) {
    change(
        id,
        LOWTIDE,
        run -> {
          Instant now = clock.instant();
          return run.become(RunState.WAITING_FOR_QUIET, text, now).notBefore(now).uncounted();
        });
  }

  /** Takes back that an attempt was counted whose run is not yet where it can be tried again. */
  void uncount(RunId id) {
    change(id, LOWTIDE, ShrinkRun::uncounted);
  }

  /** Ends what has become too old. */
  synchronized void expire() {
    List<ShrinkRun> open = journal.open();
    for (ShrinkRun run : open) {
      desk.expire(run, clock.instant()).ifPresent(expired -> write(run, expired, LOWTIDE));
    }
    expiryWarning.look(open, clock.instant());
  }

  ShrinkRun get(RunId id) {
    return waits.until(() -> found(id));
  }

  private ShrinkRun found(RunId id) {
    return journal.run(id).orElseThrow(() -> new NoSuchElementException("run " + id));
  }

  List<ShrinkRun> open() {
    return journal.open();
  }

  private ShrinkRun change(RunId id, String by, UnaryOperator<ShrinkRun> change) {
    return change(id, by, change, (was, is) -> journal.update(was, is, by));
  }

  private ShrinkRun change(
      RunId id,
      String by,
      UnaryOperator<ShrinkRun> change,
      BiConsumer<ShrinkRun, ShrinkRun> write) {
    AtomicReference<@Nullable ShrinkRun> tried = new AtomicReference<>();
    return waits.until(() -> changeOnce(id, by, change, write, tried));
  }

  private synchronized ShrinkRun changeOnce(
      RunId id,
      String by,
      UnaryOperator<ShrinkRun> change,
      BiConsumer<ShrinkRun, ShrinkRun> write,
      AtomicReference<@Nullable ShrinkRun> tried) {
    ShrinkRun was = found(id);
    ShrinkRun before = tried.get();
    if (before != null && isWritten(before, was)) {
      tell(was, before, by);
      return before;
    }
    ShrinkRun is = change.apply(was);
    tried.set(is);
    write.accept(was, is);
    tell(was, is, by);
    return is;
  }

  /** By what a change changes; times are kept in milliseconds. */
  private static boolean isWritten(ShrinkRun wanted, ShrinkRun found) {
    return wanted.state() == found.state()
        && wanted.changedAt().toEpochMilli() == found.changedAt().toEpochMilli()
        && wanted.notBefore().toEpochMilli() == found.notBefore().toEpochMilli()
        && wanted.attempts() == found.attempts()
        && wanted.waits().equals(found.waits())
        && wanted.isAcknowledged() == found.isAcknowledged();
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
