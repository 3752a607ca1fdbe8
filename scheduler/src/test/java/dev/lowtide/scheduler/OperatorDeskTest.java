package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.ActivityFeed;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.hold.Ending;
import dev.lowtide.proxy.hold.HoldDesk;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.execute.CrashInspector;
import dev.lowtide.scheduler.execute.Preflight;
import dev.lowtide.scheduler.execute.RunExecutor;
import dev.lowtide.scheduler.execute.ServerFacts;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.SessionSnapshots;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.BlockerView;
import dev.lowtide.scheduler.operator.ConditionView;
import dev.lowtide.scheduler.operator.DryRun;
import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.operator.OthersView;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.operator.SessionView;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.Descriptions;
import dev.lowtide.scheduler.plan.FakeCatalog;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperatorDeskTest {

  private List<String> lacking = List.of();

  private long nanos = Duration.ofHours(1).toNanos();
  private List<SessionSnapshot> sessions = List.of();
  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final FakeCatalog catalog = new FakeCatalog();
  private final FakeProbe probe = new FakeProbe();
  private final QuietDetector detector = new QuietDetector(QuietPolicy.DEFAULT);
  private final ApprovalPolicy policy =
      new ApprovalPolicy(false, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME);
  private final ApprovalDesk approvals = new ApprovalDesk(policy);
  private final RunBook book = new RunBook(journal, approvals, clock);
  private final ShrinkPlanner planner =
      new ShrinkPlanner(catalog, CandidatePolicy.DEFAULT, Duration.ofMillis(500), clock);
  private final RunStarter starter =
      new RunStarter(
          book, planner, approvals, probe, detector, Reaching.BY_NAME, table -> "", clock);
  private final Preflight preflight = new Preflight(() -> facts(lacking));
  private final Observer observer =
      new Observer(
          new ActivityFeed(2, () -> nanos),
          () -> CompletableFuture.completedFuture(sessions),
          probe,
          detector,
          Duration.ofSeconds(5),
          () -> nanos);
  private final FakeServerSessions server = new FakeServerSessions();
  private final SessionDesk sessionDesk =
      new SessionDesk(
          observer, server, () -> new OthersView(List.of(), List.of(), ""), Reach::of, () -> nanos);
  private final OperatorDesk operator =
      new OperatorDesk(
          observer,
          planner,
          preflight,
          book,
          journal,
          starter,
          driver(),
          sessionDesk,
          new EndDesk(
              sessionDesk,
              transaction -> CompletableFuture.completedFuture(new Ending.Gone()),
              server,
              journal,
              clock),
          clock);

  @BeforeEach
  void tables() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void isBlindBeforeTheFirstLook() {
    NowView now = operator.now();

    assertThat(now.verdict()).isEqualTo("blind");
    assertThat(now.reasons()).containsExactly("nothing has been observed yet, for 0 s");
    assertThat(now.threadsRunning()).isEqualTo(-1);
  }

  @Test
  void saysWhyItIsBusy() throws InterruptedException {
    probe.load = ServerLoads.of(9, List.of(), 1);
    sessions = List.of(SessionSnapshots.idle(3), SessionSnapshots.inCommand(4, Footprint.NONE));
    observer.observe();

    NowView now = operator.now();

    assertThat(now.verdict()).isEqualTo("busy");
    assertThat(now.reasons())
        .containsExactly(
            "threads running on the server: 9 (quiet: at most 3), for 0 s",
            "prepared XA transactions: 1 (quiet: at most 0), for 0 s");
    assertThat(now.sessions()).isEqualTo(2);
    assertThat(now.commandsInFlight()).isEqualTo(1);
    assertThat(now.threadsRunning()).isEqualTo(9);
  }

  @Test
  void showsHowEveryConditionStandsAndSinceWhen() throws InterruptedException {
    probe.load = ServerLoads.running(9);
    observer.observe();
    nanos += Duration.ofSeconds(41).toNanos();
    observer.observe();

    assertThat(operator.now().conditions())
        .contains(
            new ConditionView(
                "sight", "proxy and server answer", "proxy and server answer", 41, true, false),
            new ConditionView("threads running on the server", "9", "at most 3", 41, false, false),
            new ConditionView("prepared XA transactions", "0", "at most 0", 41, true, false));
  }

  @Test
  void isQuietWithoutReasons() throws InterruptedException {
    observer.observe();
    nanos += QuietPolicy.DEFAULT.quietFor().toNanos();
    observer.observe();

    assertThat(operator.now().verdict()).isEqualTo("quiet");
    assertThat(operator.now().reasons()).isEmpty();
  }

  @Test
  void showsWhatASessionHasOpen() {
    sessions =
        List.of(
            SessionSnapshots.inTransaction(
                3,
                TransactionState.ACTIVE,
                nanos - Duration.ofSeconds(7).toNanos(),
                Footprint.of(ORDERS, Access.WRITE).plus(Footprint.of(CARTS, Access.READ))));

    assertThat(operator.sessions())
        .extracting(
            SessionView::serverThreadId,
            SessionView::command,
            SessionView::commandFor,
            SessionView::transaction,
            SessionView::transactionFor,
            SessionView::tables)
        .containsExactly(
            tuple(
                3L,
                "",
                null,
                "ACTIVE",
                Duration.ofSeconds(7),
                List.of("shop.carts r", "shop.orders w")));
  }

  @Test
  void showsWhatASessionIsDoing() {
    nanos = Duration.ofSeconds(2).toNanos();
    sessions = List.of(SessionSnapshots.inCommand(3, Footprint.NONE));

    assertThat(operator.sessions())
        .extracting(SessionView::command, SessionView::commandFor, SessionView::transactionFor)
        .containsExactly(tuple("UPDATE orders SET a = ?", Duration.ofSeconds(2), null));
  }

  @Test
  void aDryRunSaysWhatTheChecksSayAndChangesNothing() {
    lacking = List.of("PROCESS");

    DryRun dryRun = operator.plan(ORDERS);

    assertThat(dryRun.plan().table()).isEqualTo(ORDERS);
    assertThat(dryRun.arePassed()).isFalse();
    assertThat(dryRun.quiet()).isEqualTo("blind: nothing has been observed yet, for 0 s");
    assertThat(operator.runs()).isEmpty();
    assertThat(operator.audit()).isEmpty();
  }

  @Test
  void findsCandidates() {
    assertThat(operator.candidates())
        .extracting(candidate -> candidate.tablespace().table())
        .containsExactly(ORDERS);
  }

  @Test
  void aTableThatCannotBeShrunkIsRefused() {
    OperatorException no = no(() -> operator.request(CARTS, "ann"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no).hasMessageStartingWith("table shop.carts does not exist");
  }

  @Test
  void whatNoWaitingWillCureIsRefusedAtOnce() {
    lacking = List.of("PROCESS");

    OperatorException no = no(() -> operator.request(ORDERS, "ann"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no)
        .hasMessageStartingWith("shop.orders cannot be shrunk: ")
        .hasMessageContaining("PROCESS");
    assertThat(operator.runs()).isEmpty();
  }

  @Test
  void aTargetThatDoesNotAnswerMakesItUnavailable() {
    catalog.failWith(new TargetException("target db:3306 does not answer"));

    OperatorException no = no(() -> operator.plan(ORDERS));

    assertThat(no.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(no).hasMessage("target db:3306 does not answer");
  }

  @Test
  void aTableWithARunIsRefused() {
    operator.request(ORDERS, "ann");

    OperatorException no = no(() -> operator.request(ORDERS, "bob"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no).hasMessageContaining("run 1 for shop.orders is PROPOSED");
  }

  @Test
  void theRequesterIsNotAllowedToApprove() {
    RunId run = operator.request(ORDERS, "ann").id();

    OperatorException no = no(() -> operator.approve(run, "ann"));

    assertThat(no.kind()).isEqualTo(Kind.NOT_ALLOWED);
    assertThat(operator.run(run).run().state()).isEqualTo(RunState.PROPOSED);
  }

  @Test
  void aRunThatIsNotThereIsNotFound() {
    OperatorException no = no(() -> operator.approve(new RunId(99), "bob"));

    assertThat(no.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(no).hasMessage("run 99 does not exist");
  }

  @Test
  void takesBackARequest() {
    RunId run = operator.request(ORDERS, "ann").id();

    assertThat(operator.abort(run, "ann").state()).isEqualTo(RunState.REJECTED);
  }

  @Test
  void takesBackAnApproval() {
    RunId run = operator.request(ORDERS, "ann").id();
    operator.approve(run, "bob");

    ShrinkRun revoked = operator.abort(run, "carl");

    assertThat(revoked.state()).isEqualTo(RunState.REVOKED);
    assertThat(revoked.reason()).isEqualTo("revoked by carl");
    assertThat(operator.audit().get(0).by()).isEqualTo("carl");
  }

  @Test
  void abortsWhatWaits() {
    RunId run = waiting();

    ShrinkRun aborted = operator.abort(run, "carl");

    assertThat(aborted.state()).isEqualTo(RunState.ABORTED);
    assertThat(aborted.reason()).isEqualTo("aborted by carl");
  }

  @Test
  void whatIsOverCannotBeAborted() {
    RunId run = operator.request(ORDERS, "ann").id();
    operator.reject(run, "bob", "no");

    OperatorException no = no(() -> operator.abort(run, "carl"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no).hasMessage("run 1 is REJECTED (expected: one that is not over)");
  }

  @Test
  void onlyWhatIsUncertainCanBeAcknowledged() {
    RunId run = operator.request(ORDERS, "ann").id();

    OperatorException no = no(() -> operator.acknowledge(run, "bob"));

    assertThat(no.kind()).isEqualTo(Kind.REFUSED);
    assertThat(no).hasMessage("run 1 is PROPOSED (expected: UNCERTAIN)");
  }

  @Test
  void anAcknowledgementIsWrittenDown() {
    RunId run = waiting();
    book.move(run, RunState.PREFLIGHT, "checking");
    book.move(run, RunState.RUNNING, "copying");
    book.move(run, RunState.UNCERTAIN, "link failure");

    ShrinkRun acknowledged = operator.acknowledge(run, "bob");

    assertThat(acknowledged.isAcknowledged()).isTrue();
    assertThat(operator.now().atWork()).isEmpty();
    assertThat(operator.audit().get(0))
        .extracting(AuditEntry::by, AuditEntry::action, AuditEntry::text)
        .containsExactly("bob", "acknowledge", "run 1");
  }

  @Test
  void saysWhyARunDoesNotBegin() {
    RunId run = waiting();
    starter.next();

    RunView view = operator.run(run);

    assertThat(view.waitingFor()).isEqualTo("blind: nothing has been observed yet, for 0 s");
    assertThat(view.conditions())
        .extracting(ConditionView::signal)
        .contains("sight", "sessions that use the table", "locks on the table", "read views");
    assertThat(view.percentCopied()).isZero();
    assertThat(view.hasReport()).isFalse();
    assertThat(view.history()).hasSize(3);
  }

  @Test
  void aRunThatWaitsNamesWhoIsInItsWay() throws InterruptedException {
    RunId run = waiting();
    sessions =
        List.of(
            SessionSnapshots.idle(3),
            SessionSnapshots.inTransaction(
                812,
                TransactionState.ACTIVE,
                nanos - Duration.ofSeconds(41).toNanos(),
                Footprint.of(ORDERS, Access.WRITE)));
    observer.observe();

    assertThat(operator.blockers(run))
        .containsExactly(
            new BlockerView(
                812, "s1812.1", "session 812, app@10.0.0.1, open for 41 s, touched shop.orders"));
  }

  @Test
  void aRunThatDoesNotWaitHasNobodyInItsWay() throws InterruptedException {
    RunId run = operator.request(ORDERS, "ann").id();
    sessions = List.of(SessionSnapshots.opaque(3));
    observer.observe();

    assertThat(operator.blockers(run)).isEmpty();
  }

  @Test
  void aRunThatHasNotEndedHasNoReport() {
    RunId run = operator.request(ORDERS, "ann").id();

    OperatorException no = no(() -> operator.report(run));

    assertThat(no.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(no).hasMessage("run 1 is PROPOSED and has no report");
  }

  private RunId waiting() {
    RunId run = operator.request(ORDERS, "ann").id();
    operator.approve(run, "bob");
    return book.move(run, RunState.WAITING_FOR_QUIET, "waiting until it is quiet").id();
  }

  private static OperatorException no(ThrowingCallable decision) {
    return catchThrowableOfType(OperatorException.class, decision);
  }

  private static ServerFacts facts(List<String> lacking) {
    return new ServerFacts(lacking, false, true, true, 0, "", List.of(), OptionalLong.empty());
  }

  /** One that never gets to work. */
  private RunDriver driver() {
    SchedulerConfig config =
        new SchedulerConfig(
            QuietPolicy.DEFAULT,
            CandidatePolicy.DEFAULT,
            policy,
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            3,
            Duration.ofMinutes(5));
    ProxyHold traffic =
        new ProxyHold(new HoldDesk(() -> nanos), Duration.ofSeconds(2), () -> nanos);
    RunExecutor executor =
        new RunExecutor(
            preflight,
            new NoServer(),
            () -> {
              throw new AssertionError("nothing is to be looked at");
            },
            traffic,
            new NoPace());
    return new RunDriver(
        starter,
        new RunEnder(
            config,
            book,
            journal,
            catalog,
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
