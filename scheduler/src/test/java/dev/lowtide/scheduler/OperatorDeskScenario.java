package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.hold.Ending;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.execute.CrashInspector;
import dev.lowtide.scheduler.execute.RunExecutor;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OthersView;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.Descriptions;
import dev.lowtide.scheduler.plan.FakeCatalog;
import dev.lowtide.scheduler.plan.MethodPolicy;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.plan.Sizes;
import dev.lowtide.scheduler.preflight.Facts;
import dev.lowtide.scheduler.preflight.Preflight;
import dev.lowtide.scheduler.preflight.PreflightPolicy;
import dev.lowtide.scheduler.preflight.ServerFacts;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An operator's desk over a store, fakes and a clock. */
abstract class OperatorDeskScenario {

  List<String> lacking = List.of();

  long nanos = Duration.ofHours(1).toNanos();
  List<SessionSnapshot> sessions = List.of();
  final SettableClock clock = new SettableClock(NOW);
  final Store store = Stores.inMemory();
  final Journal journal = new Journal(store);
  final FakeCatalog catalog = new FakeCatalog();
  final FakeProbe probe = new FakeProbe();
  final QuietDetector detector = new QuietDetector(QuietPolicy.DEFAULT);
  final ApprovalPolicy policy =
      new ApprovalPolicy(false, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME);
  final ApprovalDesk approvals = new ApprovalDesk(policy);
  final RunBook book = new RunBook(journal, approvals, clock);
  final ShrinkPlanner planner =
      new ShrinkPlanner(
          catalog,
          CandidatePolicy.DEFAULT,
          new MethodPolicy(false, Duration.ofMillis(500), Duration.ofMillis(300)),
          clock);
  final CalendarDesk calendar = new CalendarDesk(journal.calendar(), clock);
  final RunStarter starter =
      new RunStarter(
          book,
          planner,
          approvals,
          probe,
          detector,
          Reaching.BY_NAME,
          table -> "",
          calendar,
          clock);
  final Preflight preflight = new Preflight(plan -> facts(lacking), PreflightPolicy.DEFAULT);
  final Observer observer =
      new Observer(
          new ActivityFeed(2, () -> nanos),
          () -> CompletableFuture.completedFuture(sessions),
          probe,
          detector,
          Duration.ofSeconds(5),
          () -> nanos);
  final FakeServerSessions server = new FakeServerSessions();
  final SessionDesk sessionDesk =
      new SessionDesk(
          observer, server, () -> new OthersView(List.of(), List.of(), ""), Reach::of, () -> nanos);
  final List<OldTableView> kept = new ArrayList<>();
  final List<String> reverted = new ArrayList<>();
  @Nullable String lastLineAtDrop;
  String dropRefusal = "";
  @Nullable ActiveRun atWork;
  @Nullable HeldView held;
  int resumed;

  final OperatorDesk operator =
      new OperatorDesk(
          observer,
          new PlanDesk(planner, List::of, preflight),
          book,
          journal,
          driver(),
          new RunViews(journal, starter, () -> atWork),
          new CopyDesk(
              book,
              journal,
              () -> atWork,
              new FakeReverts(),
              () -> Optional.ofNullable(held),
              () -> resumed++,
              clock),
          sessionDesk,
          new EndDesk(
              sessionDesk,
              transaction -> CompletableFuture.completedFuture(new Ending.Gone()),
              server,
              journal,
              clock),
          worth(),
          () -> List.of("lowtide_new.carts of run 7"),
          calendar,
          clock);

  @BeforeEach
  void tables() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));
  }

  @AfterEach
  void close() {
    store.close();
  }

  RunId waiting() {
    RunId run = operator.request(ORDERS, "ann").id();
    operator.approve(run, "bob");
    return book.move(run, RunState.WAITING_FOR_QUIET, "waiting until it is quiet").id();
  }

  static OperatorException no(ThrowingCallable decision) {
    return catchThrowableOfType(OperatorException.class, decision);
  }

  static ServerFacts facts(List<String> lacking) {
    return Facts.lacking(lacking.toArray(String[]::new));
  }

  /** Old tables are what a test says, and what is done to them is written down. */
  private final class FakeReverts implements Reverts {

    @Override
    public List<OldTableView> kept() {
      return kept;
    }

    @Override
    public void revert(RunId run, String by) {
      reverted.add("revert " + run + " by " + by);
    }

    @Override
    public void drop(RunId run, String by) {
      reverted.add("drop " + run + " by " + by);
      lastLineAtDrop = operator.audit().get(0).action();
      if (!dropRefusal.isEmpty()) {
        throw new OperatorException(OperatorException.Kind.REFUSED, dropRefusal);
      }
    }
  }

  /** One that measures whatever is asked for at once. */
  WorthDesk worth() {
    SurveyResults results = new SurveyResults(journal.experience());
    Surveyor surveyor =
        new Surveyor(
            planner,
            preflight::check,
            results,
            () -> atWork != null,
            () -> {},
            CandidatePolicy.DEFAULT,
            Runnable::run,
            clock,
            () -> nanos);
    return new WorthDesk(
        planner,
        surveyor,
        results,
        CandidatePolicy.DEFAULT,
        () -> atWork != null,
        book::open,
        OptionalLong::empty,
        CopyConfig.DEFAULT);
  }

  /** One that never gets to work. */
  RunDriver driver() {
    SchedulerConfig config =
        new SchedulerConfig(
            QuietPolicy.DEFAULT,
            CandidatePolicy.DEFAULT,
            policy,
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            3,
            Duration.ofMinutes(5),
            CopyConfig.DEFAULT,
            CopyLimits.DEFAULT);
    RunExecutor executor = new RunExecutor(preflight, Map.of(), new NoPace());
    return new RunDriver(
        starter,
        new RunEnder(
            config,
            book,
            journal,
            new RunSizes(Sizes.ofTables(catalog), journal.experience(), table -> {}, clock),
            new CrashInspector(new FakeTraces(), new NoPace()),
            clock),
        executor,
        Optional::empty,
        start -> new ActiveRun(start.plan().run(), book, journal, Duration.ZERO),
        active ->
            new RunSurroundings(
                observer, active, Reaching.BY_NAME, () -> nanos, Duration.ofSeconds(5)),
        book,
        Runnable::run);
  }
}
