package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionSource;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.SessionControl;
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
import dev.lowtide.scheduler.ledger.Bodies;
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
import dev.lowtide.scheduler.mysql.Target;
import dev.lowtide.scheduler.mysql.TargetConfig;
import dev.lowtide.scheduler.plan.MethodPolicy;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.preflight.Preflight;
import dev.lowtide.scheduler.preflight.PreflightPolicy;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.verify.Witness;
import java.nio.file.Path;
import java.time.Clock;
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
  final LeftBehind leftBehind;
  final Copies copies;
  final InStep inStep;
  final TargetAftermath aftermath;
  final OperatorDesk operator;
  private final Journal journal;
  private final ExecutorService statements;

  /** Where attempts are made, and who sends their long statements. */
  record Threads(
      Executor worker, ExecutorService statements, Function<String, ThreadFactory> made) {}

  ControlPlane(
      SchedulerConfig config,
      Target target,
      TargetConfig targetConfig,
      Journal journal,
      ActivityFeed feed,
      SessionSource sessions,
      SessionControl control,
      HoldDesk holds,
      Bodies bodies,
      String store,
      Path spoolDirectory,
      Clock clock,
      NanoClock nanoClock,
      Threads threads) {
    this.journal = journal;
    this.statements = threads.statements();
    ServerProbe probe = new MySqlServerProbe(target);
    MySqlCatalog catalog = new MySqlCatalog(target);
    QuietDetector detector = new QuietDetector(config.quiet());
    ApprovalDesk approvals = new ApprovalDesk(config.approval());
    ShrinkPlanner planner =
        new ShrinkPlanner(
            catalog,
            config.candidates(),
            new MethodPolicy(COPY_IS_USUAL, config.clientWaitMax(), config.copy().cutOverMax()),
            clock);
    Preflight preflight =
        new Preflight(
            new MySqlServerFacts(target, targetConfig, this::copyRecords),
            new PreflightPolicy(
                config.copy().diskReserve(),
                config.copy().replicas().size(),
                config.copy().areUnwatchedReplicasAllowed()));
    WallPace pace = new WallPace(nanoClock);
    this.copies =
        new Copies(
            new Copies.Place(store, spoolDirectory),
            config.copy(),
            config.copyLimits(),
            target,
            targetConfig,
            this::activeRun,
            threads.made().apply("lowtide-binlog"),
            threads.statements(),
            clock,
            nanoClock);
    ProxyHold traffic = new ProxyHold(holds, config.holdDeadline(), nanoClock);
    this.book = new RunBook(journal, approvals, clock);
    this.observer =
        new Observer(feed, sessions, probe, detector, config.quiet().signalAgeMax(), nanoClock);
    this.ledger = new Ledger(target, bodies, observer, nanoClock);
    Function<ActiveRun, Surroundings> surroundings =
        active ->
            new RunSurroundings(observer, active, ledger, nanoClock, config.quiet().signalAgeMax());
    this.inStep =
        new InStep(
            config.copy().isKeptInStep(),
            new Owners(copies.tools()::owner, journal),
            new FollowerParts(
                copies.tools(),
                new MySqlStepRegistry(target),
                new Revert(copies.tools(), traffic, pace, config.copy().cutOverMax()),
                surroundings,
                () -> MySqlServerLease.take(target),
                book,
                journal,
                pace,
                clock),
            threads.made().apply("lowtide-in-step"));
    copies.besides(inStep::isAtWork);
    this.aftermath =
        new TargetAftermath(
            target,
            targetConfig,
            config.copy(),
            copies.tools(),
            journal,
            inStep,
            () -> observer.latest().verdict().isQuiet(),
            threads.made().apply("lowtide-old-tables"),
            clock,
            nanoClock);
    CrashInspector inspector = new CrashInspector(new MySqlCrashTraces(target), pace);
    RunEnder ender = new RunEnder(config, book, journal, catalog, inspector, clock);
    this.leftBehind =
        new LeftBehind(
            book, journal, ender, inspector, copies.tools().registry(), copies.tools(), clock);
    RunStarter starter =
        new RunStarter(
            book, planner, approvals, probe, detector, ledger::recentReaches, ledger, clock);
    RunExecutor executor =
        new RunExecutor(
            preflight,
            Map.of(
                ShrinkMethod.COPY_UNDER_HOLD,
                new RebuildWay(
                    new MySqlRebuildServer(target, threads.statements()),
                    () -> onlooker(target),
                    traffic,
                    pace),
                ShrinkMethod.SHADOW_COPY,
                new ShadowCopyWay(copies.tools(), traffic, pace)),
            pace);
    this.driver =
        new RunDriver(
            starter,
            ender,
            executor,
            () -> MySqlServerLease.take(target),
            start -> activate(start.plan().run()),
            surroundings,
            book,
            threads.worker());
    ServerSessions serverSessions = new MySqlServerSessions(target);
    SessionDesk sessionDesk =
        new SessionDesk(
            observer,
            serverSessions,
            () -> OthersViews.of(ledger.latest()),
            ledger::knownReach,
            nanoClock);
    this.operator =
        new OperatorDesk(
            observer,
            planner,
            preflight,
            book,
            journal,
            driver,
            new RunViews(journal, starter, driver::active),
            new CopyDesk(
                book, journal, driver::active, aftermath.oldTables(), copies::onResumed, clock),
            sessionDesk,
            new EndDesk(sessionDesk, control, serverSessions, journal, clock),
            aftermath::left,
            clock);
  }

  private List<CopyRecord> copyRecords() {
    return copies.tools().registry().all();
  }

  private @Nullable ActiveRun activeRun() {
    return driver.active();
  }

  private ActiveRun activate(RunId run) {
    copies.onBegin(observer.latest());
    LoadSnapshot load = observer.latest().load();
    return new ActiveRun(run, book, journal, load == null ? Duration.ZERO : load.worstStatement());
  }

  private Onlooker onlooker(Target target) {
    return new WitnessOnlooker(
        new Witness(new MySqlTableReader(target), new MySqlTableReader(target), statements));
  }
}
