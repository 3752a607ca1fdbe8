package dev.lowtide.scheduler.quiet;

import static dev.lowtide.scheduler.load.SessionSnapshots.idle;
import static dev.lowtide.scheduler.load.SessionSnapshots.inCommand;
import static dev.lowtide.scheduler.load.SessionSnapshots.inTransaction;
import static dev.lowtide.scheduler.load.SessionSnapshots.opaque;
import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.LoadSnapshot.Gap;
import dev.lowtide.scheduler.load.LoadSnapshot.TableUse;
import dev.lowtide.scheduler.load.OpenTransaction;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.load.TableLock;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuietDetectorTest {

  private static final QuietPolicy POLICY =
      new QuietPolicy(
          Duration.ofSeconds(5),
          50,
          4,
          3,
          Duration.ofSeconds(6),
          Duration.ofSeconds(3),
          Duration.ofSeconds(2));

  private static final Footprint ON_ORDERS = Footprint.of(ORDERS, Access.READ);

  private final QuietDetector detector = new QuietDetector(POLICY);
  private long nowNanos = Duration.ofHours(1).toNanos();

  private double statementsPerSecond;
  private List<SessionSnapshot> sessions = List.of();
  private Map<TableName, TableUse> tables = Map.of();
  private @Nullable Long lastUnknownNanos;
  private @Nullable Gap gap;
  private ServerLoad server = new ServerLoad(0, List.of(), 0);
  private Duration serverAge = Duration.ZERO;

  @Test
  void isBlindBeforeTheFirstLook() {
    assertThat(detector.server()).isEqualTo(new Blind("nothing has been observed yet"));
    assertThat(detector.table(ORDERS, List.of())).isInstanceOf(Blind.class);
    assertThat(detector.window(ORDERS, List.of())).isNull();
  }

  @Test
  void isQuietAtEveryLimit() {
    statementsPerSecond = 50;
    sessions = Collections.nCopies(4, inCommand(9, Footprint.of(CARTS, Access.READ)));
    server = new ServerLoad(3, List.of(transaction(Duration.ofSeconds(6))), 0);
    tables = written(Duration.ofSeconds(3));

    observeFor(POLICY.quietFor());

    assertThat(detector.server()).isEqualTo(new Quiet());
    assertThat(detector.table(ORDERS, List.of())).isEqualTo(new Quiet());
  }

  @Test
  void isBusyAboveTheLimitOfStatements() {
    statementsPerSecond = 50.2;

    observe();

    assertThat(detector.server().text())
        .isEqualTo("busy: statements per second: 50.2 (quiet: at most 50)");
  }

  @Test
  void isBusyAboveTheLimitOfCommandsInFlight() {
    sessions = Collections.nCopies(5, inCommand(9, ON_ORDERS));

    observe();

    assertThat(detector.server().text())
        .isEqualTo("busy: commands in flight: 5 (quiet: at most 4)");
  }

  @Test
  void isBusyAboveTheLimitOfThreads() {
    server = new ServerLoad(4, List.of(), 0);

    observe();

    assertThat(detector.server().text())
        .isEqualTo("busy: threads running on the server: 4 (quiet: at most 3)");
  }

  @Test
  void isBusyWithATransactionThatIsTooOld() {
    server =
        new ServerLoad(
            0,
            List.of(
                new OpenTransaction(11, "app@h", Duration.ofSeconds(90)),
                new OpenTransaction(12, "etl@h", Duration.ofSeconds(40))),
            0);

    observe();

    assertThat(detector.server().text())
        .isEqualTo(
            "busy: oldest transaction on the server: session 11 (app@h), open for 90 s"
                + " (quiet: at most 6 s)");
  }

  @Test
  void isBusyWithAPreparedXaTransaction() {
    server = new ServerLoad(0, List.of(), 1);

    observe();

    assertThat(detector.server().text())
        .isEqualTo("busy: prepared XA transactions: 1 (quiet: at most 0)");
  }

  @Test
  void isBusyWithASessionThatCannotBeFollowed() {
    sessions = List.of(idle(1), opaque(2));

    observe();

    assertThat(detector.server().text())
        .isEqualTo("busy: sessions that cannot be followed: 1 (quiet: at most 0)");
  }

  @Test
  void namesAllThatSpeaksAgainstQuiet() {
    statementsPerSecond = 60;
    server = new ServerLoad(9, List.of(), 0);

    observe();

    assertThat(reasons(detector.server()))
        .extracting(BusyReason::signal)
        .containsExactly(Signal.STATEMENTS_PER_SECOND, Signal.THREADS_RUNNING);
  }

  @Test
  void quietMustLast() {
    observe();
    advance(Duration.ofSeconds(4));

    observe();

    assertThat(detector.server().text()).isEqualTo("busy: quiet so far: 4 s (quiet: at least 5 s)");
    assertThat(((Busy) detector.server()).isOnlyTooShort()).isTrue();
  }

  @Test
  void quietThatHasLastedIsQuiet() {
    observe();
    advance(POLICY.quietFor());

    observe();

    assertThat(detector.server()).isEqualTo(new Quiet());
  }

  @Test
  void aBusyMomentIsMoreThanOnlyTooShort() {
    statementsPerSecond = 60;

    observe();

    assertThat(((Busy) detector.server()).isOnlyTooShort()).isFalse();
  }

  @Test
  void aBusyMomentRestartsTheQuietPeriod() {
    observeFor(POLICY.quietFor());
    statementsPerSecond = 60;
    advance(Duration.ofMillis(500));
    observe();

    statementsPerSecond = 0;
    advance(Duration.ofMillis(500));
    observe();

    assertThat(detector.server().text()).contains("quiet so far: 0 s");
  }

  @Test
  void aBlindMomentRestartsTheQuietPeriod() {
    observeFor(POLICY.quietFor());
    advance(Duration.ofMillis(500));
    detector.observeNothing("the server cannot be asked", nowNanos);

    advance(Duration.ofMillis(500));
    observe();

    assertThat(detector.server().text()).contains("quiet so far: 0 s");
  }

  @Test
  void isBlindWhileNothingCanBeSeen() {
    observeFor(POLICY.quietFor());

    detector.observeNothing("the server cannot be asked", nowNanos);

    assertThat(detector.server()).isEqualTo(new Blind("the server cannot be asked"));
    assertThat(detector.table(ORDERS, List.of()))
        .isEqualTo(new Blind("the server cannot be asked"));
  }

  @Test
  void isBlindAfterAFeedGap() {
    gap = new Gap(nowNanos - Duration.ofSeconds(3).toNanos(), 14);

    observe();

    assertThat(detector.server()).isEqualTo(new Blind("feed gap: 14 events lost 3 s ago"));
  }

  @Test
  void aFeedGapRestartsTheQuietPeriod() {
    observeFor(POLICY.quietFor());
    gap = new Gap(nowNanos, 14);
    observeFor(Duration.ofSeconds(5));

    advance(Duration.ofMillis(1));
    observe();

    assertThat(detector.server().text()).contains("quiet so far: 0 s");
  }

  @Test
  void answersOfTheServerAreGoodAtTheirAgeLimit() {
    serverAge = POLICY.signalAgeMax();

    observeFor(POLICY.quietFor());

    assertThat(detector.server()).isEqualTo(new Quiet());
  }

  @Test
  void isBlindOnStaleAnswersOfTheServer() {
    serverAge = POLICY.signalAgeMax().plusMillis(500);

    observeFor(POLICY.quietFor());

    assertThat(detector.server()).isEqualTo(new Blind("the server answered last 2.5 s ago"));
  }

  @Test
  void aTableThatWasWrittenToIsBusy() {
    tables = written(Duration.ofMillis(1500));

    observeFor(POLICY.quietFor());

    assertThat(detector.table(ORDERS, List.of()).text())
        .isEqualTo("busy: last write to the table: 1.5 s ago (quiet: at least 3 s ago)");
    assertThat(detector.table(CARTS, List.of())).isEqualTo(new Quiet());
    assertThat(detector.server()).isEqualTo(new Quiet());
  }

  @Test
  void everyTableIsBusyAfterAStatementWhoseTablesNobodyKnows() {
    lastUnknownNanos = nowNanos + POLICY.quietFor().minusSeconds(2).toNanos();

    observeFor(POLICY.quietFor());

    assertThat(detector.table(CARTS, List.of()).text())
        .isEqualTo("busy: last write to the table: 2 s ago (quiet: at least 3 s ago)");
  }

  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "UNKNOWN"})
  void aTableInAnOpenTransactionIsBusy(TransactionState state) {
    long since = nowNanos + Duration.ofSeconds(1).toNanos();
    sessions = List.of(idle(1), inTransaction(2, state, since, ON_ORDERS));

    observeFor(POLICY.quietFor());

    assertThat(detector.table(ORDERS, List.of()).text())
        .isEqualTo(
            "busy: sessions that use the table: session 2 (app@10.0.0.1:4711), open for 4 s"
                + " (quiet: none)");
    assertThat(detector.table(CARTS, List.of())).isEqualTo(new Quiet());
  }

  @Test
  void aTableInACommandInFlightIsBusy() {
    sessions = List.of(inCommand(2, ON_ORDERS));

    observeFor(POLICY.quietFor());

    assertThat(reasons(detector.table(ORDERS, List.of())))
        .containsExactly(
            new BusyReason(Signal.TABLE_IN_USE, "session 2 (app@10.0.0.1:4711)", "none"));
  }

  @Test
  void everyTableIsBusyWithASessionThatCannotBeFollowed() {
    sessions = List.of(opaque(2));

    observeFor(POLICY.quietFor());

    assertThat(reasons(detector.table(CARTS, List.of())))
        .extracting(BusyReason::signal)
        .containsExactly(Signal.OPAQUE_SESSION, Signal.TABLE_IN_USE);
  }

  @Test
  void aTableThatIsLockedAtTheServerIsBusy() {
    observeFor(POLICY.quietFor());

    QuietVerdict verdict =
        detector.table(
            ORDERS,
            List.of(
                new TableLock(5, "etl@h", "SHARED_READ", false, Duration.ZERO),
                new TableLock(6, "dba@h", "EXCLUSIVE", true, Duration.ofSeconds(1))));

    assertThat(verdict.text())
        .isEqualTo(
            "busy: locks on the table: session 5 (etl@h) holds SHARED_READ,"
                + " session 6 (dba@h) awaits EXCLUSIVE (quiet: none)");
  }

  @Test
  void namesThreeOfManyAndCountsTheOthers() {
    sessions = LongStream.rangeClosed(1, 4).mapToObj(QuietDetectorTest::reader).toList();

    observeFor(POLICY.quietFor());

    assertThat(detector.table(ORDERS, List.of()).text())
        .contains("session 3 (")
        .endsWith(" and 1 more (quiet: none)")
        .doesNotContain("session 4");
  }

  @Test
  void aTableIsNoQuieterThanItsServer() {
    statementsPerSecond = 60;

    observe();

    assertThat(reasons(detector.table(ORDERS, List.of())))
        .extracting(BusyReason::signal)
        .containsExactly(Signal.STATEMENTS_PER_SECOND);
  }

  @Test
  void givesAWindowForAQuietTable() {
    observeFor(POLICY.quietFor());

    QuietWindow window = detector.window(ORDERS, List.of());

    assertThat(Objects.requireNonNull(window).table()).isEqualTo(ORDERS);
  }

  @Test
  void givesNoWindowForABusyTable() {
    observeFor(POLICY.quietFor());

    QuietWindow window =
        detector.window(
            ORDERS, List.of(new TableLock(5, "etl@h", "SHARED_READ", false, Duration.ZERO)));

    assertThat(window).isNull();
  }

  @Test
  void givesNoWindowBeforeQuietHasLasted() {
    observeFor(POLICY.quietFor().minusMillis(1));

    assertThat(detector.window(ORDERS, List.of())).isNull();
  }

  @Test
  void aWindowClosesTwoSecondsAfterTheLookItRestsOn() {
    observeFor(POLICY.quietFor());
    QuietWindow window = Objects.requireNonNull(detector.window(ORDERS, List.of()));

    advance(Duration.ofSeconds(2));
    assertThat(window.isOpen(nowNanos)).isTrue();

    advance(Duration.ofNanos(1));
    assertThat(window.isOpen(nowNanos)).isFalse();
  }

  @Test
  void aWindowRestsOnTheLookAndNotOnTheQuestion() {
    observeFor(POLICY.quietFor());
    advance(Duration.ofSeconds(3));

    QuietWindow window = Objects.requireNonNull(detector.window(ORDERS, List.of()));

    assertThat(window.isOpen(nowNanos)).isFalse();
  }

  private void observeFor(Duration duration) {
    observe();
    advance(duration);
    observe();
  }

  /** What the test has set is seen, as it would be at this moment. */
  private void observe() {
    LoadSnapshot load =
        new LoadSnapshot(
            nowNanos,
            statementsPerSecond,
            Duration.ZERO,
            Duration.ZERO,
            sessions,
            tables,
            lastUnknownNanos,
            gap);
    detector.observe(new Signals(load, server, nowNanos - serverAge.toNanos()), nowNanos);
  }

  private void advance(Duration by) {
    nowNanos += by.toNanos();
  }

  /** A write that is so long ago when it has been quiet for long enough. */
  private Map<TableName, TableUse> written(Duration ago) {
    long atNanos = nowNanos + POLICY.quietFor().minus(ago).toNanos();
    return Map.of(ORDERS, new TableUse(atNanos, atNanos));
  }

  private static SessionSnapshot reader(long threadId) {
    return inTransaction(threadId, TransactionState.ACTIVE, 0, ON_ORDERS);
  }

  private static OpenTransaction transaction(Duration age) {
    return new OpenTransaction(11, "app@h", age);
  }

  private static List<BusyReason> reasons(QuietVerdict verdict) {
    return ((Busy) verdict).reasons();
  }
}
