package dev.lowtide.scheduler.quiet;

import static dev.lowtide.scheduler.load.SessionSnapshots.idle;
import static dev.lowtide.scheduler.load.SessionSnapshots.inCommand;
import static dev.lowtide.scheduler.load.SessionSnapshots.opaque;
import static dev.lowtide.scheduler.shrink.Plans.CARTS;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.scheduler.load.LoadSnapshot.Gap;
import dev.lowtide.scheduler.load.OpenTransaction;
import dev.lowtide.scheduler.load.ServerLoads;
import dev.lowtide.scheduler.load.TablesOnServer;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Busy;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether the server is quiet. */
class QuietDetectorTest extends QuietScenario {

  @Test
  void isBlindBeforeTheFirstLook() {
    assertThat(verdict()).isEqualTo(new Blind("nothing has been observed yet"));
    assertThat(verdict(ORDERS)).isInstanceOf(Blind.class);
    assertThat(window(ORDERS, TablesOnServer.UNUSED)).isNull();
  }

  @Test
  void isQuietAtEveryLimit() {
    statementsPerSecond = 50;
    sessions = Collections.nCopies(4, inCommand(9, Footprint.of(CARTS, Access.READ)));
    server = ServerLoads.of(3, List.of(transaction(Duration.ofSeconds(6))), 0);
    uses = written(Duration.ofSeconds(3));

    observeFor(POLICY.quietFor());

    assertThat(verdict()).isEqualTo(new Quiet());
    assertThat(verdict(ORDERS)).isEqualTo(new Quiet());
  }

  @Test
  void isBusyAboveTheLimitOfStatements() {
    statementsPerSecond = 50.2;

    observe();

    assertThat(verdict().text())
        .isEqualTo("busy: statements per second: 50.2 (quiet: at most 40), for 0 s");
  }

  @Test
  void isBusyAboveTheLimitOfCommandsInFlight() {
    sessions = Collections.nCopies(5, inCommand(9, ON_ORDERS));

    observe();

    assertThat(verdict().text())
        .isEqualTo("busy: commands in flight: 5 (quiet: at most 3), for 0 s");
  }

  @Test
  void isBusyAboveTheLimitOfThreads() {
    server = ServerLoads.of(4, List.of(), 0);

    observe();

    assertThat(verdict().text())
        .isEqualTo("busy: threads running on the server: 4 (quiet: at most 2), for 0 s");
  }

  @Test
  void isBusyWithATransactionThatIsTooOld() {
    server =
        ServerLoads.of(
            0,
            List.of(
                new OpenTransaction(11, "app@h", Duration.ofSeconds(90)),
                new OpenTransaction(12, "etl@h", Duration.ofSeconds(40))),
            0);

    observe();

    assertThat(verdict().text())
        .isEqualTo(
            "busy: oldest transaction on the server: session 11 (app@h), open for 90 s"
                + " (quiet: at most 4.8 s), for 0 s");
  }

  @Test
  void isBusyWithAPreparedXaTransaction() {
    server = ServerLoads.of(0, List.of(), 1);

    observe();

    assertThat(verdict().text())
        .isEqualTo("busy: prepared XA transactions: 1 (quiet: at most 0), for 0 s");
  }

  @Test
  void isBusyWithASessionThatCannotBeFollowed() {
    sessions = List.of(idle(1), opaque(2));

    observe();

    assertThat(verdict().text())
        .isEqualTo("busy: sessions that cannot be followed: 1 (quiet: at most 0), for 0 s");
  }

  @Test
  void namesAllThatSpeaksAgainstQuiet() {
    statementsPerSecond = 60;
    server = ServerLoads.of(9, List.of(), 0);

    observe();

    assertThat(reasons(verdict()))
        .extracting(BusyReason::signal)
        .containsExactly(Signal.STATEMENTS_PER_SECOND, Signal.THREADS_RUNNING);
  }

  @Test
  void quietMustLast() {
    observe();
    advance(Duration.ofSeconds(4));

    observe();

    assertThat(verdict().text())
        .isEqualTo("busy: quiet so far: 4 s (quiet: at least 5 s)," + " for 4 s");
    assertThat(((Busy) verdict()).isOnlyAgainstBeginning()).isTrue();
  }

  @Test
  void quietThatHasLastedIsQuiet() {
    observe();
    advance(POLICY.quietFor());

    observe();

    assertThat(verdict()).isEqualTo(new Quiet());
  }

  @Test
  void aBusyMomentSpeaksAgainstGoingOn() {
    statementsPerSecond = 60;

    observe();

    assertThat(((Busy) verdict()).isOnlyAgainstBeginning()).isFalse();
  }

  @Test
  void aBusyMomentRestartsTheQuietPeriod() {
    observeFor(POLICY.quietFor());
    statementsPerSecond = 61;
    advance(Duration.ofMillis(500));
    observe();

    statementsPerSecond = 0;
    advance(Duration.ofMillis(500));
    observe();

    assertThat(verdict().text()).contains("quiet so far: 0 s");
  }

  @Test
  void aBlindMomentRestartsTheQuietPeriod() {
    observeFor(POLICY.quietFor());
    advance(Duration.ofMillis(500));
    detector.observeNothing("the server cannot be asked", nowNanos);

    advance(Duration.ofMillis(500));
    observe();

    assertThat(verdict().text()).contains("quiet so far: 0 s");
  }

  @Test
  void isBlindWhileNothingCanBeSeen() {
    observeFor(POLICY.quietFor());

    detector.observeNothing("the server cannot be asked", nowNanos);
    advance(Duration.ofSeconds(3));
    detector.observeNothing("the server cannot be asked", nowNanos);

    assertThat(verdict()).isEqualTo(new Blind("the server cannot be asked", Duration.ofSeconds(3)));
    assertThat(verdict(ORDERS))
        .isEqualTo(new Blind("the server cannot be asked", Duration.ofSeconds(3)));
  }

  @Test
  void worksBehindTrafficAsLongAsItCanBeSeen() {
    assertThat(detector.windowBehindTraffic(ORDERS)).as("before the first look").isNull();

    observe();
    assertThat(window(ORDERS, TablesOnServer.UNUSED)).as("not quiet yet").isNull();
    assertThat(detector.windowBehindTraffic(ORDERS)).isNotNull();

    detector.observeNothing("the server cannot be asked", nowNanos);
    assertThat(detector.windowBehindTraffic(ORDERS)).isNull();
  }

  @Test
  void isBlindAfterAFeedGap() {
    gap = new Gap(nowNanos - Duration.ofSeconds(3).toNanos(), 14);

    observe();

    assertThat(verdict()).isEqualTo(new Blind("feed gap: 14 events lost 3 s ago"));
  }

  @Test
  void aFeedGapRestartsTheQuietPeriod() {
    observeFor(POLICY.quietFor());
    gap = new Gap(nowNanos, 14);
    observeFor(Duration.ofSeconds(5));

    advance(Duration.ofMillis(1));
    observe();

    assertThat(verdict().text()).contains("quiet so far: 0 s");
  }

  @Test
  void answersOfTheServerAreGoodAtTheirAgeLimit() {
    serverAge = POLICY.signalAgeMax();

    observeFor(POLICY.quietFor());

    assertThat(verdict()).isEqualTo(new Quiet());
  }

  @Test
  void isBlindOnStaleAnswersOfTheServer() {
    serverAge = POLICY.signalAgeMax().plusMillis(500);

    observeFor(POLICY.quietFor());

    assertThat(verdict())
        .isEqualTo(new Blind("the server answered last 2.5 s ago", POLICY.quietFor()));
  }
}
