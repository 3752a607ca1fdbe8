package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.SessionSnapshot.CommandSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.approval.NotAllowedException;
import dev.lowtide.scheduler.execute.Preflight;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.RunInTheWayException;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ProbeFailedException;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.DryRun;
import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.operator.SessionView;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.quiet.BusyReason;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Candidate;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Answers people and takes their decisions. Safe for any thread. */
final class OperatorDesk implements Operator {

  /** As many as anybody scrolls through; the store keeps all. */
  private static final int RUNS_SHOWN_MAX = 200;

  private final Observer observer;
  private final ShrinkPlanner planner;
  private final Preflight preflight;
  private final RunBook book;
  private final Journal journal;
  private final RunStarter starter;
  private final RunDriver driver;
  private final NanoClock nanoClock;
  private final Clock clock;

  OperatorDesk(
      Observer observer,
      ShrinkPlanner planner,
      Preflight preflight,
      RunBook book,
      Journal journal,
      RunStarter starter,
      RunDriver driver,
      NanoClock nanoClock,
      Clock clock) {
    this.observer = observer;
    this.planner = planner;
    this.preflight = preflight;
    this.book = book;
    this.journal = journal;
    this.starter = starter;
    this.driver = driver;
    this.nanoClock = nanoClock;
    this.clock = clock;
  }

  @Override
  public NowView now() {
    Observation latest = observer.latest();
    LoadSnapshot load = latest.load();
    ServerLoad server = latest.server();
    return new NowView(
        word(latest.verdict()),
        reasons(latest.verdict()),
        load == null ? 0 : load.sessions().size(),
        load == null ? 0 : load.openTransactions(),
        load == null ? 0 : load.commandsInFlight(),
        load == null ? 0 : load.statementsPerSecond(),
        server == null ? -1 : server.threadsRunning(),
        answer(book::open));
  }

  @Override
  public List<SessionView> sessions() {
    try {
      return observer.sessionsNow().stream().map(this::view).toList();
    } catch (TimeoutException e) {
      throw new OperatorException(Kind.UNAVAILABLE, "the proxy did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException(Kind.UNAVAILABLE, "interrupted");
    }
  }

  @Override
  public List<Candidate> candidates() {
    return answer(planner::candidates);
  }

  @Override
  public DryRun plan(TableName table) {
    return answer(
        () -> {
          ShrinkPlan plan = planned(table);
          return new DryRun(plan, preflight.check(plan), observer.latest().verdict().text());
        });
  }

  @Override
  public ShrinkRun request(TableName table, String by) {
    return answer(() -> book.request(planned(table), by));
  }

  @Override
  public ShrinkRun approve(RunId run, String by) {
    return answer(() -> book.approve(run, by));
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
          if (driver.stop(run, StopCause.PERSON, by)) {
            journal.record(clock.instant(), by, "abort", "run " + run);
            return found;
          }
          return switch (found.state()) {
            case PROPOSED -> book.reject(run, by, "");
            case APPROVED -> book.move(run, RunState.REVOKED, "revoked by " + by, by);
            case WAITING_FOR_QUIET -> book.move(run, RunState.ABORTED, "aborted by " + by, by);
            default ->
                throw new OperatorException(
                    Kind.REFUSED,
                    "run " + run + " is " + found.state() + " (expected: one that is not over)");
          };
        });
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
          ShrinkRun acknowledged = book.acknowledge(run, by);
          journal.record(clock.instant(), by, "acknowledge", "run " + run);
          return acknowledged;
        });
  }

  @Override
  public List<ShrinkRun> runs() {
    return answer(() -> journal.runs(RUNS_SHOWN_MAX));
  }

  @Override
  public RunView run(RunId run) {
    return answer(
        () -> {
          ShrinkRun found = book.get(run);
          ActiveRun active = driver.active();
          ByteSize copied =
              active != null && active.id().equals(run) ? active.copied() : ByteSize.ZERO;
          return new RunView(
              found,
              journal.steps(run),
              starter.waitingFor(run),
              copied,
              found.plan().estimate().temporaryDisk(),
              journal.report(run).isPresent());
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
  public void record(String by, String action, String text) {
    journal.record(clock.instant(), by, action, text);
  }

  private ShrinkPlan planned(TableName table) {
    PlanOutcome outcome = planner.plan(table);
    if (outcome instanceof Planned planned) {
      return planned.plan();
    }
    throw new OperatorException(Kind.REFUSED, ((Refused) outcome).reason());
  }

  /** Every no becomes one that a person can read. */
  private static <T> T answer(Supplier<T> question) {
    try {
      return question.get();
    } catch (NoSuchElementException e) {
      throw new OperatorException(Kind.NOT_FOUND, e.getMessage() + " does not exist");
    } catch (NotAllowedException e) {
      throw new OperatorException(Kind.NOT_ALLOWED, String.valueOf(e.getMessage()));
    } catch (RunInTheWayException e) {
      throw new OperatorException(Kind.REFUSED, String.valueOf(e.getMessage()));
    } catch (TargetException | ProbeFailedException e) {
      throw new OperatorException(Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private SessionView view(SessionSnapshot session) {
    CommandSnapshot command = session.command();
    boolean isInTransaction = session.transaction().state() != TransactionState.NONE;
    return new SessionView(
        session.serverThreadId(),
        session.user(),
        session.clientAddress(),
        session.program(),
        session.schema(),
        session.phase().name(),
        session.isEncrypted(),
        session.isHeld(),
        session.commands(),
        command == null ? "" : command.digest(),
        command == null ? null : since(command.sinceNanos()),
        session.transaction().state().name(),
        isInTransaction && session.transaction().state() != TransactionState.ARMED
            ? since(session.transaction().sinceNanos())
            : null,
        tables(session));
  }

  private static List<String> tables(SessionSnapshot session) {
    return session.transaction().touched().tables().entrySet().stream()
        .map(table -> table.getKey() + (table.getValue() == Access.WRITE ? " w" : " r"))
        .sorted()
        .toList();
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(Math.max(0, nanoClock.nanos() - nanos));
  }

  private static String word(QuietVerdict verdict) {
    return verdict.isQuiet() ? "quiet" : verdict instanceof Blind ? "blind" : "busy";
  }

  private static List<String> reasons(QuietVerdict verdict) {
    if (verdict instanceof Busy busy) {
      return busy.reasons().stream().map(BusyReason::toString).toList();
    }
    return verdict instanceof Blind blind ? List.of(blind.reason()) : List.of();
  }
}
