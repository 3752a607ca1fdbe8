package dev.lowtide.scheduler;

import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.NOW;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.RunStarter.Start;
import dev.lowtide.scheduler.approval.ApprovalDesk;
import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.calendar.Freeze;
import dev.lowtide.scheduler.calendar.MaintenanceWindow;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.Stores;
import dev.lowtide.scheduler.load.LoadModel;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.SessionSnapshots;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.plan.Descriptions;
import dev.lowtide.scheduler.plan.FakeCatalog;
import dev.lowtide.scheduler.plan.MethodPolicy;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.ShrinkPlanner;
import dev.lowtide.scheduler.quiet.QuietDetector;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import dev.lowtide.scheduler.quiet.Signals;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunStarterTest {

  private static final Duration QUIET_FOR = QuietPolicy.DEFAULT.quietFor();

  private final SettableClock clock = new SettableClock(NOW);
  private final Store store = Stores.inMemory();
  private final FakeCatalog catalog = new FakeCatalog();
  private final FakeProbe probe = new FakeProbe();
  private final QuietDetector detector = new QuietDetector(QuietPolicy.DEFAULT);
  private final ApprovalDesk desk =
      new ApprovalDesk(
          new ApprovalPolicy(
              false, ApprovalPolicy.REQUEST_LIFETIME, ApprovalPolicy.APPROVAL_LIFETIME));
  private final Journal journal = new Journal(store);
  private final RunBook book = new RunBook(journal, desk, clock);
  private final ShrinkPlanner planner =
      new ShrinkPlanner(
          catalog,
          CandidatePolicy.DEFAULT,
          new MethodPolicy(false, Duration.ofMillis(500), Duration.ofMillis(300)),
          clock);
  private List<SessionSnapshot> users = List.of();
  private final Reaching reaching = new Reaching();
  private String misgiving = "";
  private final CalendarDesk calendar = new CalendarDesk(journal.calendar(), clock);
  private final RunStarter starter =
      new RunStarter(
          book, planner, desk, probe, detector, reaching, table -> misgiving, calendar, clock);

  @BeforeEach
  void tables() {
    catalog.add(Descriptions.table(ORDERS, 200, 1000));
    catalog.add(Descriptions.table(CARTS, 200, 1000));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void beginsAnApprovedRunWhenItIsQuiet() {
    RunId id = approved(ORDERS);
    beQuiet();

    Start start = starter.next().orElseThrow();

    assertThat(start.plan().run()).isEqualTo(id);
    assertThat(start.plan().plan().table()).isEqualTo(ORDERS);
    assertThat(start.window().isFor(ORDERS)).isTrue();
    assertThat(book.get(id).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(starter.waitingFor(id).why()).isEmpty();
  }

  @Test
  void beginsNothingInAFreeze() {
    RunId id = approved(ORDERS);
    beQuiet();
    Freeze freeze = new Freeze(0, "sale", clock.instant(), clock.instant().plusSeconds(60));
    long added = calendar.add(freeze, "eve").id();

    assertThat(starter.next()).isEmpty();
    assertThat(starter.waitingFor(id).why()).isEqualTo("frozen until " + freeze.to() + ": sale");

    calendar.removeFreeze(added, "eve");
    assertThat(starter.next()).isPresent();
  }

  @Test
  void keepsTheWindowThatWasAskedFor() {
    MaintenanceWindow always =
        new MaintenanceWindow(
            0,
            "always",
            EnumSet.allOf(DayOfWeek.class),
            LocalTime.MIDNIGHT,
            LocalTime.MIDNIGHT,
            ZoneOffset.UTC);
    long added = calendar.add(always, "eve").id();
    RunId id = book.request(planned(ORDERS).inWindow("always"), "ann").id();
    book.approve(id, "bob");
    beQuiet();

    assertThat(starter.next().orElseThrow().plan().plan().window()).isEqualTo("always");

    calendar.removeWindow(added, "eve");
    assertThat(starter.next()).isEmpty();
    assertThat(book.get(id).state()).isEqualTo(RunState.STALE);
    assertThat(book.get(id).reason())
        .isEqualTo("window 'always', which it was asked for, is no more");
  }

  @Test
  void beginsNothingThatNobodyApproved() {
    ShrinkRun run = book.request(planned(ORDERS), "ann");
    beQuiet();

    assertThat(starter.next()).isEmpty();

    assertThat(book.get(run.id()).state()).isEqualTo(RunState.PROPOSED);
  }

  @Test
  void anApprovedRunWaitsForQuiet() {
    RunId id = approved(ORDERS);
    observe(ServerLoads.of(9, List.of(), 0), 0);

    assertThat(starter.next()).isEmpty();

    assertThat(book.get(id).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(starter.waitingFor(id).why())
        .isEqualTo("busy: threads running on the server: 9 (quiet: at most 3), for 0 s");
  }

  @Test
  void waitsWhileNothingHasBeenSeen() {
    RunId id = approved(ORDERS);

    assertThat(starter.next()).isEmpty();

    assertThat(starter.waitingFor(id).why())
        .isEqualTo("blind: nothing has been observed yet, for 0 s");
  }

  @Test
  void waitsWhileTheServerCannotBeAskedForLocks() {
    RunId id = approved(ORDERS);
    beQuiet();
    probe.failure = "target db:3306 does not answer";

    assertThat(starter.next()).isEmpty();

    assertThat(starter.waitingFor(id).why())
        .isEqualTo(
            "blind: locks on the table: target db:3306 does not answer;"
                + " read views: target db:3306 does not answer, for 0 s");
  }

  @Test
  void waitsWhileNobodyCanTellWhatLeadsToTheTable() {
    RunId id = approved(ORDERS);
    beQuiet();
    reaching.blindness = "the dictionary cannot be read";

    assertThat(starter.next()).isEmpty();

    assertThat(starter.waitingFor(id).why()).isEqualTo("blind: the dictionary cannot be read");
  }

  @Test
  void waitsForWhoeverTouchesTheTableThroughAView() {
    RunId id = approved(ORDERS);
    TableName view = new TableName("shop", "open_orders");
    Reach.Via via = new Reach.Via(Access.READ, Access.WRITE);
    reaching.reaches.put(
        ORDERS, new Reach(Set.of(ORDERS), Set.of(), Map.of(view, via), Map.of(), Set.of()));
    users =
        List.of(
            SessionSnapshots.inTransaction(
                7, TransactionState.ACTIVE, 0, Footprint.of(view, Access.READ)));
    beQuiet();

    assertThat(starter.next()).isEmpty();

    assertThat(starter.waitingFor(id).why()).contains("session 7");
  }

  @Test
  void waitsWhileTheLastLookHasMisgivings() {
    RunId id = approved(ORDERS);
    beQuiet();
    misgiving = "the proxy has missed something";

    assertThat(starter.next()).isEmpty();
    assertThat(starter.waitingFor(id).why()).isEqualTo("the proxy has missed something");

    misgiving = "";
    assertThat(starter.next()).isPresent();
  }

  @Test
  void waitsForItsTime() {
    RunId id = approved(ORDERS);
    book.move(id, RunState.WAITING_FOR_QUIET, "waiting");
    book.move(id, RunState.PREFLIGHT, "checking");
    book.move(id, RunState.YIELDING, "a client waited");
    book.postpone(id, "a client waited", NOW.plusSeconds(60));
    beQuiet();
    clock.advance(Duration.ofMillis(59_999));

    assertThat(starter.next()).isEmpty();
    assertThat(starter.waitingFor(id).why())
        .isEqualTo("the next attempt is not before 2026-03-01T02:01:00Z");

    clock.advance(Duration.ofMillis(1));
    assertThat(starter.next()).isPresent();
  }

  @Test
  void beginsTheOldestThatMayBegin() {
    RunId orders = approved(ORDERS);
    approved(CARTS);
    beQuiet();

    assertThat(starter.next()).map(start -> start.plan().run()).contains(orders);
  }

  @Test
  void aTableThatIsInUseDoesNotKeepOthersWaiting() {
    RunId orders = approved(ORDERS);
    RunId carts = approved(CARTS);
    probe.locked.add(ORDERS);
    beQuiet();

    Optional<Start> start = starter.next();

    assertThat(start).map(begun -> begun.plan().run()).contains(carts);
    assertThat(starter.waitingFor(orders).why())
        .isEqualTo(
            "busy: locks on the table: session 5 (etl@h) holds SHARED_READ (quiet: none),"
                + " for 0 s");
  }

  @Test
  void whatARunWaitedForIsForgottenWhenItWaitsNoMore() {
    RunId id = approved(ORDERS);
    probe.locked.add(ORDERS);
    beQuiet();
    starter.next();
    assertThat(starter.waitingFor(id).why()).isNotEmpty();
    probe.locked.clear();

    assertThat(starter.next()).isPresent();

    assertThat(starter.waitingFor(id).why()).isEmpty();
  }

  @Test
  void sizesMayDriftBetweenApprovalAndBeginning() {
    approved(ORDERS);
    catalog.add(Descriptions.table(ORDERS, 230, 5000));
    beQuiet();

    Start start = starter.next().orElseThrow();

    assertThat(start.plan().plan().facts().tablespace().rowsEstimate()).isEqualTo(5000);
  }

  @Test
  void aTableThatCannotBeLookedUpIsWaitedFor() {
    RunId id = approved(ORDERS);
    beQuiet();
    catalog.failWith(new TargetException("target db:3306 does not answer"));

    assertThat(starter.next()).isEmpty();

    assertThat(book.get(id).state()).isEqualTo(RunState.WAITING_FOR_QUIET);
    assertThat(starter.waitingFor(id).why()).isEqualTo("blind: target db:3306 does not answer");
  }

  @Test
  void aTableThatWasAlteredSinceMakesTheRunStale() {
    RunId id = approved(ORDERS);
    catalog.add(Descriptions.table(ORDERS, 200, 1000, "CREATE TABLE `orders` (`id` bigint)"));
    beQuiet();

    assertThat(starter.next()).isEmpty();

    assertThat(book.get(id).state()).isEqualTo(RunState.STALE);
    assertThat(book.get(id).reason())
        .isEqualTo("the table, the server or the settings changed since it was approved");
  }

  @Test
  void aFileThatHasGrownSinceMakesTheRunStale() {
    RunId id = approved(ORDERS);
    catalog.add(Descriptions.table(ORDERS, 400, 1000));
    beQuiet();

    assertThat(starter.next()).isEmpty();

    assertThat(book.get(id).state()).isEqualTo(RunState.STALE);
    assertThat(book.get(id).reason())
        .isEqualTo("its file has 400 MiB now, and had 200 MiB when it was approved");
  }

  @Test
  void settingsThatAskForMoreApprovalsMakeTheRunStale() {
    RunId id = approved(ORDERS);
    ApprovalDesk stricter =
        new ApprovalDesk(
            new ApprovalPolicy(
                false,
                List.of(),
                2,
                null,
                ApprovalPolicy.REQUEST_LIFETIME,
                ApprovalPolicy.APPROVAL_LIFETIME));
    RunBook bookNow = new RunBook(new Journal(store), stricter, clock);
    beQuiet();

    assertThat(
            new RunStarter(
                    bookNow,
                    planner,
                    stricter,
                    probe,
                    detector,
                    reaching,
                    table -> "",
                    calendar,
                    clock)
                .next())
        .isEmpty();

    assertThat(bookNow.get(id).reason()).isEqualTo("the settings ask for more approvals by now");
  }

  @Test
  void aTableThatWasDroppedSinceMakesTheRunStale() {
    RunId id = approved(ORDERS);
    catalog.remove(ORDERS);
    beQuiet();

    assertThat(starter.next()).isEmpty();

    assertThat(book.get(id).state()).isEqualTo(RunState.STALE);
    assertThat(book.get(id).reason()).startsWith("table shop.orders does not exist");
  }

  @Test
  void aStaleRunDoesNotKeepOthersWaiting() {
    approved(ORDERS);
    RunId carts = approved(CARTS);
    catalog.remove(ORDERS);
    beQuiet();

    assertThat(starter.next()).map(start -> start.plan().run()).contains(carts);
  }

  @Test
  void beginsFirstWhatGivesBackMostForEachMinute() {
    approved(ORDERS);
    TableName bloated = new TableName("shop", "bloated");
    catalog.add(Descriptions.table(bloated, 9000, 1000));
    RunId best = approved(bloated);
    beQuiet();

    assertThat(starter.next()).map(start -> start.plan().run()).contains(best);
  }

  private RunId approved(TableName table) {
    return book.approve(book.request(planned(table), "ann").id(), "bob").id();
  }

  private ShrinkPlan planned(TableName table) {
    return ((Planned) planner.plan(table)).plan();
  }

  private void beQuiet() {
    observe(probe.load, 0);
    observe(probe.load, QUIET_FOR.toNanos());
  }

  private void observe(ServerLoad server, long nanos) {
    detector.observe(new Signals(new LoadModel().snapshot(users, nanos), server, nanos), nanos);
  }
}
