package dev.lowtide.scheduler;

import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.ending.ServerSessions;
import dev.lowtide.scheduler.execute.CrashInspector;
import dev.lowtide.scheduler.execute.Onlooker;
import dev.lowtide.scheduler.execute.RebuildWay;
import dev.lowtide.scheduler.execute.Revert;
import dev.lowtide.scheduler.execute.RunExecutor;
import dev.lowtide.scheduler.execute.ShadowCopyWay;
import dev.lowtide.scheduler.execute.Surroundings;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerProbe;
import dev.lowtide.scheduler.mysql.MySqlCatalog;
import dev.lowtide.scheduler.mysql.MySqlCrashTraces;
import dev.lowtide.scheduler.mysql.MySqlRebuildServer;
import dev.lowtide.scheduler.mysql.MySqlServerFacts;
import dev.lowtide.scheduler.mysql.MySqlServerLease;
import dev.lowtide.scheduler.mysql.MySqlServerProbe;
import dev.lowtide.scheduler.mysql.MySqlServerSessions;
import dev.lowtide.scheduler.mysql.MySqlStepRegistry;
import dev.lowtide.scheduler.mysql.MySqlTableReader;
import dev.lowtide.scheduler.mysql.MySqlTopology;
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.plan.MethodPolicy;
import dev.lowtide.scheduler.plan.Planner;
import dev.lowtide.scheduler.preflight.Preflight;
import dev.lowtide.scheduler.preflight.PreflightPolicy;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.verify.Witness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the control plane is made of, wired once. It has no life of its own. */
final class ControlPlane {

  /** Whether tables are copied behind live traffic unless somebody asks for something else. */
  private static final boolean COPY_IS_USUAL = true;

  final RunBook book;
  final Observer observer;
  final Ledger ledger;
  final RunDriver driver;
  private final CalendarDesk calendar;
  final RunStarter starter;
  final HoldAll holdAll;
  final Loads loads;
  final RunSearch search;
  final LeftBehind leftBehind;
  final Copies copies;
  final InStep inStep;
  final TargetAftermath aftermath;
  final Survey survey;
  final Surveyor surveyor;
  final OperatorDesk operator;
  private final Journal journal;
  private final ExecutorService statements;

  /** Where attempts are made, and who sends their long statements. */
  record Threads(
      Executor worker, ExecutorService statements, Function<String, ThreadFactory> made) {}

  ControlPlane(SchedulerParts parts, Threads threads) {
    this.journal = parts.journal();
    this.statements = threads.statements();
    ServerProbe probe = new MySqlServerProbe(parts.target());
    MySqlCatalog catalog = new MySqlCatalog(parts.target());
    QuietDetector detector = new QuietDetector(parts.config().quiet());
    ApprovalDesk approvals = new ApprovalDesk(parts.config().approval());
    MethodPolicy methods =
        new MethodPolicy(
            COPY_IS_USUAL,
            parts.config().clientWaitMax(),
            parts.config().copy().cutOverMax(),
            parts.config().copy().oldTable());
    this.survey = new Survey(parts, catalog, methods, threads.made());
    WallPace pace = new WallPace(parts.nanoClock());
    Spaces spaces =
        new Spaces(
            parts.target(),
            catalog,
            parts.targetConfig(),
            parts.config().copy(),
            this::copyRecords,
            pace,
            parts.clock());
    Planner planner =
        spaces
            .planner(survey.planner, survey.estimates(), methods, parts.clock())
            .among(new MySqlTopology(parts.target())::words);
    Preflight preflight =
        new Preflight(
            new MySqlServerFacts(parts.target(), parts.targetConfig(), this::copyRecords),
            new PreflightPolicy(
                parts.config().copy().diskReserve(),
                parts.config().copy().replicas().size(),
                parts.config().copy().areUnwatchedReplicasAllowed()),
            spaces.checks());
    this.copies =
        new Copies(
            new Copies.Place(parts.store(), parts.spoolDirectory()),
            parts.config().copy(),
            parts.config().copyLimits(),
            parts.target(),
            parts.targetConfig(),
            this::activeRun,
            threads.made().apply("lowtide-binlog"),
            threads.statements(),
            parts.clock(),
            parts.nanoClock());
    ProxyHold traffic =
        new ProxyHold(parts.holds(), parts.config().holdDeadline(), parts.nanoClock());
    this.book = new RunBook(parts.journal(), approvals, parts.clock());
    this.observer =
        new Observer(
            parts.feed(),
            parts.sessions(),
            probe,
            detector,
            parts.config().quiet().signalAgeMax(),
            parts.nanoClock());
    this.ledger =
        new Ledger(
            parts.target(),
            parts.bodies(),
            observer,
            threads.made().apply("lowtide-ledger"),
            parts.nanoClock());
    Function<ActiveRun, Surroundings> surroundings =
        active ->
            new RunSurroundings(
                observer, active, ledger, parts.nanoClock(), parts.config().quiet().signalAgeMax());
    this.inStep =
        new InStep(
            parts.config().copy().isKeptInStep(),
            new Owners(copies.tools()::owner, parts.journal()),
            new FollowerParts(
                copies.tools(),
                new MySqlStepRegistry(parts.target()),
                new Revert(copies.tools(), traffic, pace, parts.config().copy().cutOverMax()),
                surroundings,
                () -> MySqlServerLease.take(parts.target()),
                book,
                parts.journal(),
                pace,
                parts.clock()),
            threads.made().apply("lowtide-in-step"));
    copies.besides(inStep::isAtWork);
    this.aftermath =
        new TargetAftermath(
            parts.target(),
            parts.targetConfig(),
            parts.config().copy(),
            copies.tools(),
            parts.journal(),
            inStep,
            () -> observer.latest().verdict().isQuiet(),
            threads.made().apply("lowtide-old-tables"),
            parts.clock(),
            parts.nanoClock());
    CrashInspector inspector = new CrashInspector(new MySqlCrashTraces(parts.target()), pace);
    RunEnder ender =
        new RunEnder(
            parts.config(),
            book,
            parts.journal(),
            new RunSizes(
                spaces.sizes(),
                parts.journal().experience(),
                table -> {
                  catalog.forgetSizes();
                  survey.forget(table);
                },
                parts.clock()),
            inspector,
            parts.clock());
    this.leftBehind =
        new LeftBehind(
            book,
            parts.journal(),
            ender,
            inspector,
            copies.tools().registry(),
            copies.tools(),
            spaces::tidy,
            parts.clock());
    this.calendar = new CalendarDesk(parts.journal().calendar(), parts.clock());
    this.starter =
        new RunStarter(
            book,
            planner,
            approvals,
            probe,
            detector,
            ledger::recentReaches,
            ledger,
            calendar,
            parts.clock());
    RunExecutor executor =
        new RunExecutor(
            preflight,
            spaces.ways(
                Map.of(
                    ShrinkMethod.EXCHANGE_PARTITION,
                    new ShadowCopyWay(copies.tools(), traffic, pace),
                    ShrinkMethod.COPY_UNDER_HOLD,
                    new RebuildWay(
                        new MySqlRebuildServer(parts.target(), threads.statements()),
                        () -> onlooker(parts.target()),
                        traffic,
                        pace),
                    ShrinkMethod.SHADOW_COPY,
                    new ShadowCopyWay(copies.tools(), traffic, pace)),
                traffic),
            pace);
    this.driver =
        new RunDriver(
            starter,
            ender,
            executor,
            () -> MySqlServerLease.take(parts.target()),
            this::activate,
            surroundings,
            book,
            threads.worker());
    this.search = parts.journal().search();
    this.loads = new Loads(parts, ledger::bypassing, copies::replicaLagSeconds, threads.made());
    this.holdAll =
        new HoldAll(
            parts.journal().standstills(), this::activeRun, inStep::stopReverts, parts.clock());
    this.surveyor = survey.surveyor(preflight, () -> driver.active() != null);
    ServerSessions serverSessions = new MySqlServerSessions(parts.target());
    SessionDesk sessionDesk =
        new SessionDesk(
            observer,
            serverSessions,
            () -> OthersViews.of(ledger.latest()),
            ledger::knownReach,
            parts.nanoClock());
    this.operator =
        new OperatorDesk(
            observer,
            new PlanDesk(planner, spaces::list, preflight),
            book,
            parts.journal(),
            driver,
            new RunViews(parts.journal(), starter, driver::active),
            new CopyDesk(
                book,
                parts.journal(),
                driver::active,
                aftermath.oldTables(),
                holdAll::held,
                copies::onResumed,
                parts.clock()),
            sessionDesk,
            new EndDesk(
                sessionDesk, parts.control(), serverSessions, parts.journal(), parts.clock()),
            survey.desk(surveyor, () -> driver.active() != null, book),
            aftermath::left,
            calendar,
            parts.clock());
  }

  /** Breaks off what is at work where its window has ended; it goes on in the next one. */
  void keepToCalendar() {
    ActiveRun active = driver.active();
    boolean isToAsk = active != null && active.stopCause() == StopCause.NONE;
    if (active != null && isToAsk && calendar.isOverFor(book.get(active.id()))) {
      driver.stop(active.id(), StopCause.CALENDAR, RunBook.LOWTIDE);
    }
  }

  /** Nothing is dropped while something is at work, or nothing is to happen at all. */
  void tidyUp() {
    boolean isToRest = driver.active() != null || inStep.isReverting();
    aftermath.tick(isToRest || holdAll.held().isPresent());
  }

  private List<CopyRecord> copyRecords() {
    return copies.tools().registry().all();
  }

  private @Nullable ActiveRun activeRun() {
    return driver.active();
  }

  private ActiveRun activate(RunStarter.Start start) {
    copies.onBegin(observer.latest());
    LoadSnapshot load = observer.latest().load();
    Duration worst = load == null ? Duration.ZERO : load.worstStatement();
    ActiveRun run = new ActiveRun(start.plan().run(), book, journal, worst);
    if (start.plan().plan().method() == ShrinkMethod.COPY_UNDER_HOLD) {
      run.holdsThroughout();
    }
    return run;
  }

  private Onlooker onlooker(Target target) {
    return new WitnessOnlooker(
        new Witness(new MySqlTableReader(target), new MySqlTableReader(target), statements));
  }
}
