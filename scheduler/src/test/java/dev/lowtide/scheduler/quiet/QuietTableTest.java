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
import dev.lowtide.scheduler.load.TablesOnServer;
import dev.lowtide.scheduler.load.UsesSeen;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
            "busy: locks on the table: session 5 (etl@h) holds SHARED_READ,"
                + " session 6 (dba@h) awaits EXCLUSIVE (quiet: none), for 0 s");
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
  void givesAWindowForAQuietTable() {
    observeFor(POLICY.quietFor());

    QuietWindow window = window(ORDERS, TablesOnServer.UNUSED);

    assertThat(Objects.requireNonNull(window).table()).isEqualTo(ORDERS);
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
}
