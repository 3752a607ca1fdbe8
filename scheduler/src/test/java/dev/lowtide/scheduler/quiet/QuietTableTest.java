package dev.lowtide.scheduler.quiet;

import static dev.lowtide.scheduler.load.SessionSnapshots.idle;
import static dev.lowtide.scheduler.load.SessionSnapshots.inCommand;
import static dev.lowtide.scheduler.load.SessionSnapshots.inTransaction;
import static dev.lowtide.scheduler.load.SessionSnapshots.opaque;
import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.load.TableLock;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a table is quiet, and for how long that can be relied on. */
class QuietTableTest extends QuietScenario {

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
}
