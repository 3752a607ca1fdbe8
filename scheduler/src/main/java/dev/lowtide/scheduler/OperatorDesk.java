package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.Answers.answer;

import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.operator.Audit;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.BlockerView;
import dev.lowtide.scheduler.operator.Calendars;
import dev.lowtide.scheduler.operator.DryRun;
import dev.lowtide.scheduler.operator.EndableView;
import dev.lowtide.scheduler.operator.EndedView;
import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.OthersView;
import dev.lowtide.scheduler.operator.Reviews;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.operator.SessionFilter;
import dev.lowtide.scheduler.operator.SessionOrder;
import dev.lowtide.scheduler.operator.SessionView;
import dev.lowtide.scheduler.operator.SurveyView;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.Night;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Space;
import dev.lowtide.scheduler.shrink.Subject;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers people and takes their decisions. Safe for any thread. */
final class OperatorDesk implements Operator {

  /** As many as anybody scrolls through; the store keeps all. */
  private static final int RUNS_SHOWN_MAX = 200;

  private final Observer observer;
  private final PlanDesk plans;
  private final RunBook book;
  private final Journal journal;
  private final RunDriver driver;
  private final RunViews views;
  private final CopyDesk copies;
  private final SessionDesk sessions;
  private final EndDesk endings;
  private final WorthDesk worth;
  private final RequestDesk requests;
  private final Supplier<List<String>> left;
  private final CalendarDesk calendar;
  private final Clock clock;

  OperatorDesk(
      Observer observer,
      PlanDesk plans,
      RunBook book,
      Journal journal,
      RunDriver driver,
      RunViews views,
      CopyDesk copies,
      SessionDesk sessions,
      EndDesk endings,
      WorthDesk worth,
      Supplier<List<String>> left,
      CalendarDesk calendar,
      Clock clock) {
    this.observer = observer;
    this.plans = plans;
    this.book = book;
    this.journal = journal;
    this.driver = driver;
    this.views = views;
    this.copies = copies;
    this.sessions = sessions;
    this.endings = endings;
    this.worth = worth;
    this.requests = new RequestDesk(plans, book, journal, calendar, clock);
    this.left = left;
    this.calendar = calendar;
    this.clock = clock;
  }

  @Override
  public NowView now() {
    return NowViews.of(observer.latest(), answer(book::open), left.get());
  }

  @Override
  public List<SessionView> sessions(SessionFilter filter, SessionOrder order) {
    return sessions.sessions(filter, order);
  }

  @Override
  public OthersView others() {
    return answer(sessions::others);
  }

  @Override
  public EndableView session(long threadId) {
    return answer(() -> sessions.endable(threadId));
  }

  @Override
  public EndedView end(long threadId, String transaction, String by) {
    return answer(() -> endings.end(threadId, transaction, by));
  }

  @Override
  public List<Candidate> candidates(boolean isAll) {
    return answer(() -> worth.candidates(isAll));
  }

  @Override
  public SurveyView survey() {
    return answer(worth::survey);
  }

  @Override
  public Night night(Duration lasts) {
    return answer(() -> worth.night(lasts));
  }

  @Override
  public List<Space> spaces() {
    return answer(plans::spaces);
  }

  @Override
  public DryRun plan(Subject subject, Optional<ShrinkMethod> method) {
    return answer(
        () -> {
          ShrinkPlan plan = plans.plan(subject, method);
          return new DryRun(plan, plans.check(plan), observer.latest().verdict().text());
        });
  }

  @Override
  public ShrinkRun request(
      Subject subject, Optional<ShrinkMethod> method, String window, String by) {
    return answer(
        () -> {
          String known = calendar.known(window);
          return book.request(plans.passable(subject, method).inWindow(known), by);
        });
  }

  @Override
  public ShrinkRun approve(RunId run, String by) {
    return answer(() -> book.approve(run, by));
  }

  @Override
  public Reviews reviews() {
    return requests;
  }

  @Override
  public ShrinkRun reject(RunId run, String by, String why) {
    return answer(() -> book.reject(run, by, why));
  }

  @Override
  public ShrinkRun abort(RunId run, String by) {
    return answer(
        () -> {
          ShrinkRun found = book.get(run);
          if (found.state() == RunState.VERIFYING) {
            throw new OperatorException(
                Kind.REFUSED, "run " + run + " has rebuilt its table and is comparing it");
          }
          if (driver.stop(run, StopCause.PERSON, by)) {
            journal.record(clock.instant(), by, "abort", "run " + run);
            return found;
          }
          return switch (found.state()) {
            case PROPOSED -> book.reject(run, by, "");
            case CHANGES_REQUESTED -> book.move(run, RunState.REJECTED, "withdrawn by " + by, by);
            case APPROVED -> book.move(run, RunState.REVOKED, "revoked by " + by, by);
            case WAITING_FOR_QUIET -> book.move(run, RunState.ABORTED, "aborted by " + by, by);
            case PREFLIGHT, RUNNING, PAUSED, YIELDING, CUTTING_OVER ->
                throw new OperatorException(
                    Kind.REFUSED,
                    "run "
                        + run
                        + " is "
                        + found.state()
                        + " by the store, but nobody works on it now (expected: the server has said"
                        + " what there is of it; look again in a moment)");
            default ->
                throw new OperatorException(
                    Kind.REFUSED,
                    "run " + run + " is " + found.state() + " (expected: one that is not over)");
          };
        });
  }

  @Override
  public ShrinkRun pause(RunId run, String by) {
    return answer(() -> copies.pause(run, by));
  }

  @Override
  public ShrinkRun resume(RunId run, String by) {
    return answer(() -> copies.resume(run, by));
  }

  @Override
  public ShrinkRun revert(RunId run, String by) {
    return answer(() -> copies.revert(run, by));
  }

  @Override
  public List<OldTableView> kept() {
    return answer(copies::kept);
  }

  @Override
  public ShrinkRun dropOld(RunId run, String by) {
    return answer(() -> copies.dropOld(run, by));
  }

  @Override
  public ShrinkRun acknowledge(RunId run, String by) {
    return answer(
        () -> {
          if (book.get(run).state() != RunState.UNCERTAIN) {
            throw new OperatorException(
                Kind.REFUSED,
                "run " + run + " is " + book.get(run).state() + " (expected: UNCERTAIN)");
          }
          return book.acknowledge(run, by);
        });
  }

  @Override
  public List<ShrinkRun> runs() {
    return answer(() -> journal.runs(RUNS_SHOWN_MAX));
  }

  @Override
  public RunView run(RunId run) {
    return answer(() -> views.of(book.get(run)));
  }

  @Override
  public List<BlockerView> blockers(RunId run) {
    return answer(
        () -> {
          ShrinkRun found = book.get(run);
          return found.state().isWaitingForSessions()
              ? found.plan().subject().optionalTable().map(sessions::blockers).orElse(List.of())
              : List.of();
        });
  }

  @Override
  public ShrinkReport report(RunId run) {
    return answer(
        () -> {
          ShrinkRun found = book.get(run);
          return journal
              .report(run)
              .orElseThrow(
                  () ->
                      new OperatorException(
                          Kind.NOT_FOUND,
                          "run " + run + " is " + found.state() + " and has no report"));
        });
  }

  @Override
  public List<AuditEntry> audit() {
    return answer(journal::audit);
  }

  @Override
  public Audit trail() {
    return journal.trail();
  }

  @Override
  public Calendars calendars() {
    return calendar;
  }

  @Override
  public void record(String by, String action, String text) {
    journal.record(clock.instant(), by, action, text);
  }

  @Override
  public void backup(OutputStream out, String by) {
    record(by, "backup", "of the store");
    journal.backup(out, clock.instant());
  }
}
