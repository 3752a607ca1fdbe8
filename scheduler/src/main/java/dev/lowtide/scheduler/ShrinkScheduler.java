package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.proxy.activity.SessionSource;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.proxy.hold.SessionControl;
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
import dev.lowtide.scheduler.ledger.Bodies;
import dev.lowtide.scheduler.ledger.Reconciliation;
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
import dev.lowtide.scheduler.operator.Operator;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane as a whole. One thread ticks, one works on the run there is, three more wait
 * for the long statements of that run.
 */
public final class ShrinkScheduler implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(500);

  /** The rebuild, the reading of the old table, and that of the new one. */
  private static final int STATEMENTS_MAX = 3;

  /** A run that is asked to stop has its statement killed and waits until it has ended. */
  private static final Duration STOP_AWAITED_MAX = Duration.ofSeconds(40);

  /** Whether tables are copied behind live traffic unless somebody asks for something else. */
  private static final boolean COPY_IS_USUAL = true;

  private static final Logger log = LoggerFactory.getLogger(ShrinkScheduler.class);

  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(threads("lowtide-tick"));
  private final ExecutorService worker = Executors.newSingleThreadExecutor(threads("lowtide-run"));
  private final ExecutorService statements =
      Executors.newFixedThreadPool(STATEMENTS_MAX, threads("lowtide-statement"));

  private final RunBook book;
  private final Journal journal;
  private final Observer observer;
  private final Ledger ledger;
  private final RunDriver driver;
  private final LeftBehind leftBehind;
  private final Copies copies;
  private final InStep inStep;
  private final TargetAftermath aftermath;
  private final OperatorDesk operator;
  private @Nullable ScheduledFuture<?> ticking;

  /**
   * Everything wired, nothing begun.
   *
   * @param bodies what reads the bodies of the target's routines and triggers
   * @param store which of all Lowtides this is
   * @param spoolDirectory where changes wait that a copy cannot apply yet
   */
  public ShrinkScheduler(
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
      NanoClock nanoClock) {
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
            threads("lowtide-binlog"),
            statements,
            clock,
            nanoClock);
    ProxyHold traffic = new ProxyHold(holds, config.holdDeadline(), nanoClock);
    this.journal = journal;
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
            threads("lowtide-in-step"));
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
            threads("lowtide-old-tables"),
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
                    new MySqlRebuildServer(target, statements),
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
            worker);
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

  public Operator operator() {
    return operator;
  }

  /** Looks at what the last process left behind, then begins to tick. */
  public void start() throws InterruptedException {
    leftBehind.inspectAll("Lowtide ended in the middle");
    book.onApproved(this::beginSoon);
    ticking =
        ticker.scheduleWithFixedDelay(
            () -> safely(this::tick), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    inStep.start();
  }

  /** One look and whatever follows from it; never called by two at a time. */
  void tick() throws InterruptedException {
    observer.observe();
    copies.observe(observer.latest());
    ledger.tick();
    book.expire();
    if (driver.active() == null) {
      leftBehind.inspectAll("its attempt ended without a word");
    }
    beginWhatMay();
    aftermath.tick(driver.active() != null || inStep.isReverting());
  }

  private void beginWhatMay() {
    if (!aftermath.isAtWork() && !inStep.isReverting()) {
      driver.tick(observer.latest().load());
    }
  }

  /** Somebody waits for it: not only at the next tick, though by what was seen at the last one. */
  private void beginSoon() {
    try {
      ticker.execute(() -> safely(this::beginWhatMay));
    } catch (RejectedExecutionException e) {
      log.info("nothing begins any more: Lowtide is about to end");
    }
  }

  /** Whether the server was seen lately. */
  public boolean isSeeing() {
    return observer.latest().server() != null;
  }

  /** The proxy's ledger held against the server, as it was last; blind if that is too long ago. */
  public Reconciliation reconciliation() {
    return ledger.latest();
  }

  /** The same at this very moment, for whatever depends on it. Any thread. */
  public Reconciliation reconcile() throws InterruptedException {
    return ledger.now();
  }

  /** Stops what is at work, so that its clients go on, and waits for it. */
  @Override
  public void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    ticker.shutdown();
    awaitEnd(ticker, "a look at the server");
    ActiveRun active = driver.active();
    if (active != null) {
      driver.stop(active.id(), StopCause.SHUTDOWN, RunBook.LOWTIDE);
    }
    worker.shutdown();
    awaitEnd(worker, "a run");
    inStep.close();
    statements.shutdownNow();
    aftermath.close();
    copies.close();
  }

  private static void awaitEnd(ExecutorService threads, String what) {
    try {
      if (!threads.awaitTermination(STOP_AWAITED_MAX.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("{} did not end within {}", what, STOP_AWAITED_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A look, or what follows from it. */
  @FunctionalInterface
  private interface Step {
    void take() throws InterruptedException;
  }

  private static void safely(Step step) {
    try {
      step.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      // An exception that got out would end the ticking without a word.
      log.error("tick failed", e);
    }
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

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
