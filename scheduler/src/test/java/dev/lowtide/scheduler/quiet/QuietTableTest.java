package dev.lowtide.scheduler.quiet;

import static dev.lowtide.scheduler.load.SessionSnapshots.idle;
import static dev.lowtide.scheduler.load.SessionSnapshots.inCommand;
import static dev.lowtide.scheduler.load.SessionSnapshots.inTransaction;
import static dev.lowtide.scheduler.load.SessionSnapshots.opaque;
import static dev.lowtide.scheduler.load.SessionSnapshots.session;
import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.IsolationLevel;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionBelongings;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot;
import dev.lowtide.proxy.activity.TransactionSnapshot.Touch;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.activity.XaState;
import dev.lowtide.scheduler.load.ReadView;
import dev.lowtide.scheduler.load.TableLock;
import dev.lowtide.scheduler.load.TableOnServer;
import dev.lowtide.scheduler.load.TablesOnServer;
import dev.lowtide.scheduler.load.UsesSeen;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a table is quiet, and for how long that can be relied on. */
class QuietTableTest extends QuietScenario {

  @Test
  void aTableThatWasWrittenToIsBusy() {
    uses = written(Duration.ofMillis(1500));

    observeFor(POLICY.quietFor());

    assertThat(verdict(ORDERS).text())
        .isEqualTo("busy: last write to the table: 1.5 s ago (quiet: at least 3 s ago), for 0 s");
    assertThat(verdict(CARTS)).isEqualTo(new Quiet());
    assertThat(verdict()).isEqualTo(new Quiet());
  }

  @Test
  void everyTableIsBusyAfterAStatementWhoseTablesNobodyKnows() {
    long unknown = nowNanos + POLICY.quietFor().minusSeconds(2).toNanos();
    uses = new UsesSeen(Map.of(), Map.of(), Map.of(), unknown);

    observeFor(POLICY.quietFor());

    assertThat(verdict(CARTS).text())
        .isEqualTo("busy: last write to the table: 2 s ago (quiet: at least 3 s ago), for 0 s");
  }

  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "UNKNOWN"})
  void aTableInAnOpenTransactionIsBusy(TransactionState state) {
    long since = nowNanos + Duration.ofSeconds(1).toNanos();
    sessions = List.of(idle(1), inTransaction(2, state, since, ON_ORDERS));

    observeFor(POLICY.quietFor());

    assertThat(verdict(ORDERS).text())
        .isEqualTo(
            "busy: sessions that use the table: session 2 (app@10.0.0.1:4711), open for 4 s"
                + " (quiet: none), for 0 s");
    assertThat(verdict(CARTS)).isEqualTo(new Quiet());
  }

  @Test
  void aTableInACommandInFlightIsBusy() {
    sessions = List.of(inCommand(2, ON_ORDERS));

    observeFor(POLICY.quietFor());

    assertThat(reasons(verdict(ORDERS)))
        .containsExactly(
            new BusyReason(
                Signal.TABLE_IN_USE,
                "session 2 (app@10.0.0.1:4711), in a statement for 3605 s",
                "none",
                Duration.ZERO));
  }

  @Test
  void everyTableIsBusyWithASessionThatCannotBeFollowed() {
    sessions = List.of(opaque(2));

    observeFor(POLICY.quietFor());

    assertThat(reasons(verdict(CARTS)))
        .extracting(BusyReason::signal)
        .containsExactly(Signal.OPAQUE_SESSION, Signal.TABLE_IN_USE);
  }

  @Test
  void aTableThatIsLockedAtTheServerIsBusy() {
    observeFor(POLICY.quietFor());

    QuietVerdict verdict =
        verdict(
            ORDERS,
            TablesOnServer.locked(
                new TableLock(5, "etl@h", "SHARED_READ", false, Duration.ZERO),
                new TableLock(6, "dba@h", "EXCLUSIVE", true, Duration.ofSeconds(1))));

    assertThat(verdict.text())
        .isEqualTo(
            "busy: locks on the table: session 6 (dba@h) awaits EXCLUSIVE,"
                + " session 5 (etl@h) holds SHARED_READ (quiet: none), for 0 s");
  }

  @Test
  void namesThreeOfManyAndCountsTheOthers() {
    sessions = LongStream.rangeClosed(1, 4).mapToObj(QuietDetectorTest::reader).toList();

    observeFor(POLICY.quietFor());

    assertThat(verdict(ORDERS).text())
        .contains("session 3 (")
        .endsWith(" and 1 more (quiet: none), for 0 s")
        .doesNotContain("session 4");
  }

  @Test
  void aTableIsNoQuieterThanItsServer() {
    statementsPerSecond = 60;

    observe();

    assertThat(reasons(verdict(ORDERS)))
        .extracting(BusyReason::signal)
        .containsExactly(Signal.STATEMENTS_PER_SECOND);
  }

  @Test
  void whatASessionHasOfTheTableIsTold() {
    SessionSnapshot idle = idle(2);
    Touch touch = new Touch(ON_ORDERS, nowNanos - Duration.ofSeconds(12).toNanos());
    sessions =
        List.of(
            new SessionSnapshot(
                idle.id(),
                idle.phase(),
                812,
                idle.user(),
                idle.clientAddress(),
                idle.program(),
                idle.schema(),
                idle.isEncrypted(),
                idle.isHeld(),
                idle.commands(),
                null,
                new TransactionSnapshot(
                    TransactionState.ACTIVE,
                    1,
                    nowNanos - Duration.ofSeconds(41).toNanos(),
                    ON_ORDERS,
                    null,
                    List.of(touch)),
                new SessionBelongings(
                    XaState.NONE,
                    "",
                    ON_ORDERS,
                    0,
                    ON_ORDERS,
                    0,
                    Set.of(),
                    0,
                    Footprint.NONE,
                    IsolationLevel.SERVER_DEFAULT)));

    observe();

    assertThat(rung(table(ORDERS), Signal.TABLE_IN_USE).value())
        .isEqualTo(
            "session 812 (app@10.0.0.1:4711), open for 41 s, touched it 12 s ago,"
                + " under LOCK TABLES, open in a HANDLER");
  }

  @Test
  void aTableIsUsedByAllNamesThatReachIt() {
    sessions = List.of(inCommand(2, Footprint.of(CARTS, Access.READ)));
    Reach throughCarts =
        new Reach(
            Set.of(ORDERS),
            Set.of(),
            Map.of(CARTS, new Reach.Via(Access.READ, null)),
            Map.of(),
            Set.of());

    observe();

    assertThat(rung(table(ORDERS), Signal.TABLE_IN_USE).isMet()).isTrue();
    assertThat(
            rung(detector.table(ORDERS, throughCarts, TablesOnServer.UNUSED), Signal.TABLE_IN_USE)
                .isMet())
        .isFalse();
  }

  @Test
  void aReadViewOlderThanAHoldCanWaitForIsNamed() {
    observeFor(POLICY.quietFor());

    QuietVerdict verdict =
        verdict(
            ORDERS,
            TablesOnServer.viewed(
                new ReadView(4, "app@h", Duration.ofMillis(500)),
                new ReadView(5, "etl@h", Duration.ofMillis(501)),
                new ReadView(6, "dump@h", Duration.ofSeconds(90))));

    assertThat(verdict.text())
        .isEqualTo(
            "busy: read views: session 6 (dump@h), since 90 s ago, session 5 (etl@h), since 0.5 s"
                + " ago (quiet: none older than 0.5 s), for 0 s");
  }

  /** The proxy knows of a session what the server does not tell. */
  @ParameterizedTest
  @CsvSource({"EMPTY, true", "ARMED, true", "NONE, true", "ACTIVE, false", "UNKNOWN, false"})
  void aTransactionThatHasLookedAtNothingHasNoReadView(TransactionState state, boolean isMet) {
    sessions = List.of(inTransaction(5, state, 0, Footprint.NONE));
    observe();

    Judgement judgement =
        detector.table(
            ORDERS,
            Reach.of(ORDERS),
            TablesOnServer.viewed(new ReadView(5, "app@h", Duration.ofSeconds(9))));

    assertThat(rung(judgement, Signal.OLDER_READ_VIEW).isMet()).isEqualTo(isMet);
  }

  @Test
  void aReadViewIsNoOlderThanTheProxySays() {
    sessions = List.of(viewing(Duration.ofMillis(400)));
    observe();

    Judgement judgement =
        detector.table(
            ORDERS,
            Reach.of(ORDERS),
            TablesOnServer.viewed(new ReadView(5, "app@h", Duration.ofSeconds(9))));

    assertThat(rung(judgement, Signal.OLDER_READ_VIEW).isMet()).isTrue();
  }

  @Test
  void aReadViewThatOnlyTheProxyHasSeenCounts() {
    sessions = List.of(viewing(Duration.ofSeconds(2)));

    observe();

    assertThat(rung(table(ORDERS), Signal.OLDER_READ_VIEW).value())
        .isEqualTo("session 5 (app@10.0.0.1:4711), since 2 s ago");
  }

  @Test
  void whatTheServerDoesNotShowOfATableIsBlind() {
    observeFor(POLICY.quietFor());

    QuietVerdict verdict = verdict(ORDERS, TableOnServer.unseen("no answer"));

    assertThat(verdict)
        .isEqualTo(new Blind("locks on the table: no answer; read views: no answer"));
    assertThat(window(ORDERS, TableOnServer.unseen("no answer"))).isNull();
  }

  @Test
  void aRefusalOfATableSaysSinceWhenWhileItIsAskedFor() {
    TableOnServer locked =
        TablesOnServer.locked(new TableLock(5, "etl@h", "SHARED_READ", false, Duration.ZERO));
    observe();
    verdict(ORDERS, locked);
    advance(Duration.ofSeconds(2));
    observe();
    assertThat(verdict(ORDERS, locked).text()).endsWith(", for 2 s");

    advance(Duration.ofSeconds(3));
    observe();

    assertThat(verdict(ORDERS, locked).text()).endsWith(", for 0 s");
  }

  @Test
  void givesAWindowForAQuietTable() {
    observeFor(POLICY.quietFor());

    QuietWindow window = window(ORDERS, TablesOnServer.UNUSED);

    assertThat(Objects.requireNonNull(window).isFor(ORDERS)).isTrue();
  }

  @Test
  void givesNoWindowForABusyTable() {
    observeFor(POLICY.quietFor());

    QuietWindow window =
        window(
            ORDERS,
            TablesOnServer.locked(new TableLock(5, "etl@h", "SHARED_READ", false, Duration.ZERO)));

    assertThat(window).isNull();
  }

  @Test
  void givesNoWindowBeforeQuietHasLasted() {
    observeFor(POLICY.quietFor().minusMillis(1));

    assertThat(window(ORDERS, TablesOnServer.UNUSED)).isNull();
  }

  @Test
  void aWindowClosesTwoSecondsAfterTheLookItRestsOn() {
    observeFor(POLICY.quietFor());
    QuietWindow window = Objects.requireNonNull(window(ORDERS, TablesOnServer.UNUSED));

    advance(Duration.ofSeconds(2));
    assertThat(window.isOpen(nowNanos)).isTrue();

    advance(Duration.ofNanos(1));
    assertThat(window.isOpen(nowNanos)).isFalse();
  }

  @Test
  void aWindowRestsOnTheLookAndNotOnTheQuestion() {
    observeFor(POLICY.quietFor());
    advance(Duration.ofSeconds(3));

    QuietWindow window = Objects.requireNonNull(window(ORDERS, TablesOnServer.UNUSED));

    assertThat(window.isOpen(nowNanos)).isFalse();
  }

  /** In a transaction since long before it took its read view. */
  private SessionSnapshot viewing(Duration since) {
    TransactionSnapshot transaction =
        new TransactionSnapshot(
            TransactionState.ACTIVE, 1, 0, Footprint.NONE, nowNanos - since.toNanos(), List.of());
    return session(5, SessionPhase.READY, null, transaction);
  }
}
