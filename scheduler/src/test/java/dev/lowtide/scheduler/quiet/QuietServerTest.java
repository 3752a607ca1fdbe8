package dev.lowtide.scheduler.quiet;

import static dev.lowtide.scheduler.load.SessionSnapshots.inTransaction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.scheduler.load.BackupLock;
import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.Latencies;
import dev.lowtide.scheduler.load.Latencies.Share;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.Sight;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import dev.lowtide.scheduler.quiet.Rung.Outcome;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each condition for a quiet server, and the ladder of them all. */
class QuietServerTest extends QuietScenario {

  @Test
  void aLockOfABackupIsNamed() {
    server =
        ServerLoads.with(
            new BackupLock(7, "xtra@h", "LOCK INSTANCE FOR BACKUP", false),
            new BackupLock(8, "dump@h", "FLUSH TABLES WITH READ LOCK", true));

    observe();

    assertThat(verdict().text())
        .isEqualTo(
            "busy: locks on the whole server: session 7 (xtra@h) holds LOCK INSTANCE FOR BACKUP,"
                + " session 8 (dump@h) awaits FLUSH TABLES WITH READ LOCK (quiet: none), for 0 s");
  }

  @Test
  void isBusyWithTooManyOpenTransactions() {
    sessions =
        Collections.nCopies(9, inTransaction(3, TransactionState.UNKNOWN, 0, Footprint.NONE));

    observe();

    assertThat(verdict().text())
        .isEqualTo("busy: open transactions: 9 (quiet: at most 6), for 0 s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2.1 | 0 | 0 | behind its source: 2.1 s (quiet: at most 1.6 s)",
        "0 | 1001 | 0 | history list length: 1001 (quiet: at most 800)",
        "0 | 0 | 60.5 | checkpoint age, of the redo log: 60.5 % (quiet: at most 48 %)",
      })
  void isBusyBeyondAFigureOfTheServer(double lag, double history, double age, String why) {
    server = ServerLoads.withGauges(Gauge.of(lag), Gauge.of(history), Gauge.of(age));

    observe();

    assertThat(verdict().text()).isEqualTo("busy: " + why + ", for 0 s");
  }

  @Test
  void whatTheServerDoesNotTellIsBlindAndNamed() {
    server =
        ServerLoads.withGauges(
            Gauge.missing("replication's applier is OFF (expected: ON)"),
            Gauge.of(0),
            Gauge.missing("no right"));
    observe();
    advance(Duration.ofSeconds(41));

    observe();

    assertThat(verdict())
        .isEqualTo(
            new Blind(
                "behind its source: replication's applier is OFF (expected: ON);"
                    + " checkpoint age, of the redo log: no right",
                Duration.ofSeconds(41)));
    assertThat(rung(Signal.REPLICA_LAG).outcome()).isEqualTo(Outcome.BLIND);
    assertThat(rung(Signal.HISTORY_LENGTH).isMet()).isTrue();
  }

  @Test
  void locksThatCannotBeSeenAreNotThoughtAway() {
    server = ServerLoads.with(Sight.missing("performance_schema is off"));

    observe();

    assertThat(verdict())
        .isEqualTo(new Blind("locks on the whole server: performance_schema is off"));
  }

  /** Milliseconds of late, and usually; the floor is 20 ms. */
  @ParameterizedTest
  @CsvSource({
    "80, 40, true",
    "80.1, 40, false",
    "20, 1, true",
    "20.1, 1, false",
    "39, 19.5, true",
  })
  void statementsMayTakeTwiceAsLongAsUsual(double recent, double past, boolean isQuiet) {
    latencies = latencies(20, recent, 200, past);

    observe();

    assertThat(rung(Signal.SLOW_STATEMENTS).isMet()).isEqualTo(isQuiet);
  }

  @Test
  void slowStatementsAreToldWithWhatIsUsual() {
    latencies = latencies(20, 81, 200, 40);

    observe();

    assertThat(verdict().text())
        .isEqualTo("busy: 95 of 100 statements took: 81 ms (quiet: at most 64 ms), for 0 s");
  }

  @ParameterizedTest
  @CsvSource({"19, 200", "20, 199"})
  void aFewStatementsTellNothing(long recent, long past) {
    latencies = latencies(recent, 5000, past, 1);

    observeFor(POLICY.quietFor());

    assertThat(verdict()).isEqualTo(new Quiet());
    assertThat(rung(Signal.SLOW_STATEMENTS).value()).isEqualTo("too few statements to compare");
  }

  @Test
  void aRefusalSaysSinceWhen() {
    server = ServerLoads.running(12);
    observe();
    advance(Duration.ofSeconds(41));

    observe();

    assertThat(verdict().text())
        .isEqualTo("busy: threads running on the server: 12 (quiet: at most 2), for 41 s");
  }

  @Test
  void sinceWhenBeginsAnewWithEveryChange() {
    server = ServerLoads.running(12);
    observeFor(Duration.ofSeconds(41));
    server = ServerLoads.IDLE;
    observeFor(Duration.ofSeconds(7));

    assertThat(rung(Signal.THREADS_RUNNING).isMet()).isTrue();
    assertThat(rung(Signal.THREADS_RUNNING).lasted()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void theLadderHasAllConditionsMetOrNot() {
    server = ServerLoads.running(12);

    observe();

    assertThat(detector.server().ladder())
        .extracting(Rung::signal)
        .containsExactly(
            Signal.SIGHT,
            Signal.STATEMENTS_PER_SECOND,
            Signal.COMMANDS_IN_FLIGHT,
            Signal.SLOW_STATEMENTS,
            Signal.OPAQUE_SESSION,
            Signal.THREADS_RUNNING,
            Signal.OPEN_TRANSACTIONS,
            Signal.LONG_TRANSACTION,
            Signal.PREPARED_XA,
            Signal.BACKUP_LOCK,
            Signal.REPLICA_LAG,
            Signal.HISTORY_LENGTH,
            Signal.CHECKPOINT_AGE,
            Signal.QUIET_FOR);
    assertThat(detector.server().ladder().stream().filter(rung -> !rung.isMet()))
        .extracting(Rung::signal)
        .containsExactly(Signal.THREADS_RUNNING, Signal.QUIET_FOR);
  }

  @Test
  void withoutSightNoConditionIsMet() {
    observe();
    detector.observeNothing("the server cannot be asked", nowNanos);

    assertThat(detector.server().ladder()).hasSize(14).noneMatch(Rung::isMet);
  }

  @Test
  void whatARunBringsAboutItselfDoesNotEndIt() {
    server = ServerLoads.withGauges(Gauge.of(0), Gauge.of(5000), Gauge.of(83));

    observe();

    assertThat(((Busy) verdict()).isOnlyAgainstBeginning()).isTrue();
  }

  private static Latencies latencies(long recent, double recentMs, long past, double pastMs) {
    return new Latencies(share(recent, recentMs), share(past, pastMs));
  }

  private static Share share(long statements, double p95Ms) {
    return new Share(statements, Duration.ofNanos(Math.round(p95Ms * 1_000_000)));
  }
}
