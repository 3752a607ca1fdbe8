package dev.lowtide.scheduler.execute;

import static dev.lowtide.scheduler.shrink.Plans.CLIENT_WAIT_MAX;
import static dev.lowtide.scheduler.shrink.Plans.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lowtide.scheduler.execute.RebuildServer.Blocked;
import dev.lowtide.scheduler.quiet.QuietVerdict.Blind;
import dev.lowtide.scheduler.quiet.QuietVerdict.Quiet;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchTest {

  private static final Blocked WAITING = new Blocked(77, "etl@h", false);
  private static final Duration MILLI = Duration.ofMillis(1);

  private final ScriptedPace pace = new ScriptedPace();
  private final Chronicle chronicle = new Chronicle(pace);
  private final FakeServer server = new FakeServer(pace, chronicle);
  private final FakeTraffic traffic = new FakeTraffic(pace, chronicle);
  private final FakeSurroundings surroundings = new FakeSurroundings();
  private final Holds holds =
      new Holds(traffic, new FakeSurroundings(), ORDERS, List.of(), CLIENT_WAIT_MAX);
  private final Watch watch =
      new Watch(server, surroundings, pace, holds, List.of(42L), CLIENT_WAIT_MAX);

  @BeforeEach
  void hold() throws AttemptStoppedException {
    holds.holdWrites();
  }

  @Test
  void letsWorkGoOnWhileNobodyWaits() throws Exception {
    watch.check();

    assertThat(watch.longestWait()).isZero();
    assertThat(server.takenForOurs).containsExactly(List.of(42L));
  }

  @Test
  void renewsTheHoldAtEveryLook() throws Exception {
    watch.check();
    watch.checkClients();

    assertThat(traffic.renewals).isEqualTo(2);
  }

  @Test
  void stopsWhenTheHoldHasLapsed() {
    traffic.hasLapsed = true;

    assertThat(stopped().reason()).isEqualTo(AbortReason.BLIND);
  }

  @Test
  void stopsWhenSomebodyAsks() {
    surroundings.isStopRequested = true;

    assertThat(stopped().reason()).isEqualTo(AbortReason.ASKED);
  }

  @Test
  void stopsWhenAClientHasWaitedForTheBudgetAndNotBefore() throws Exception {
    traffic.clientComes();
    pace.pause(CLIENT_WAIT_MAX.minus(MILLI));
    watch.check();
    pace.pause(MILLI);

    AttemptStoppedException stopped = stopped();

    assertThat(stopped.reason()).isEqualTo(AbortReason.CLIENT_WAITED);
    assertThat(stopped.text()).isEqualTo("a client has waited 500 ms at the proxy");
  }

  @Test
  void stopsWhenASessionHasWaitedAtTheServerForTheBudgetAndNotBefore() throws Exception {
    server.blocked.add(WAITING);
    watch.checkServer();
    pace.pause(CLIENT_WAIT_MAX.minus(MILLI));
    watch.checkServer();
    pace.pause(MILLI);

    assertThatThrownBy(watch::checkServer)
        .isInstanceOf(AttemptStoppedException.class)
        .hasMessage("session 77 (etl@h) waits at the server");
  }

  @Test
  void sessionsThatTakeTurnsDoNotAddUp() throws Exception {
    server.blocked.add(WAITING);
    watch.check();
    pace.pause(Duration.ofMillis(400));
    server.blocked.set(0, new Blocked(78, "etl@h", false));
    watch.check();
    pace.pause(Duration.ofMillis(400));

    assertThatCode(watch::check).doesNotThrowAnyException();
    assertThat(watch.longestWait()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void aSessionThatWaitsAgainIsTimedAnew() throws Exception {
    server.blocked.add(WAITING);
    watch.check();
    pace.pause(Duration.ofMillis(400));
    server.blocked.clear();
    watch.check();
    server.blocked.add(WAITING);
    watch.check();
    pace.pause(Duration.ofMillis(400));

    assertThatCode(watch::check).doesNotThrowAnyException();
  }

  @Test
  void stopsAtOnceForASessionThatMayDeadlockWithUs() {
    server.blocked.add(new Blocked(77, "etl@h", true));

    AttemptStoppedException stopped = stopped();

    assertThat(stopped.reason()).isEqualTo(AbortReason.CLIENT_WAITED);
    assertThat(stopped.text())
        .isEqualTo("session 77 (etl@h) waits at the server for a lock that it holds in part");
  }

  @Test
  void theLongestWaitIsThatOfWhoeverWaitedLongest() throws Exception {
    traffic.clientComes();
    pace.pause(Duration.ofMillis(300));
    server.blocked.add(WAITING);
    watch.check();
    pace.pause(Duration.ofMillis(100));
    watch.check();

    assertThat(watch.longestWait()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void stopsAfterABusySecondAndNotBefore() throws Exception {
    surroundings.load = FakeSurroundings.BUSY;
    watch.check();
    pace.pause(Duration.ofMillis(999));
    watch.check();
    pace.pause(MILLI);

    AttemptStoppedException stopped = stopped();

    assertThat(stopped.reason()).isEqualTo(AbortReason.NOT_QUIET);
    assertThat(stopped.text()).isEqualTo(FakeSurroundings.BUSY.text());
  }

  @Test
  void aQuietLookBetweenTwoBusyOnesBeginsTheSecondAnew() throws Exception {
    surroundings.load = FakeSurroundings.BUSY;
    watch.check();
    pace.pause(Duration.ofMillis(900));
    surroundings.load = new Quiet();
    watch.check();
    surroundings.load = FakeSurroundings.BUSY;
    watch.check();
    pace.pause(Duration.ofMillis(900));

    assertThatCode(watch::check).doesNotThrowAnyException();
  }

  @Test
  void quietThatIsOnlyTooShortIsQuiet() throws Exception {
    surroundings.load = FakeSurroundings.ONLY_TOO_SHORT;
    watch.check();
    pace.pause(Duration.ofSeconds(2));

    assertThatCode(watch::check).doesNotThrowAnyException();
  }

  @Test
  void blindIsBusyUnderAnotherName() throws Exception {
    surroundings.load = FakeSurroundings.BUSY;
    watch.check();
    pace.pause(Duration.ofSeconds(1));
    surroundings.load = new Blind("feed gap");

    assertThat(stopped().reason()).isEqualTo(AbortReason.BLIND);
  }

  @Test
  void whoLooksAtClientsOnlyDoesNotMindTheLoad() throws Exception {
    surroundings.load = FakeSurroundings.BUSY;
    watch.checkClients();
    pace.pause(Duration.ofSeconds(2));

    assertThatCode(watch::checkClients).doesNotThrowAnyException();
  }

  @Test
  void whoLooksAtTheServerOnlyDoesNotMindTheHold() {
    traffic.hasLapsed = true;

    assertThatCode(watch::checkServer).doesNotThrowAnyException();
  }

  private AttemptStoppedException stopped() {
    return catchThrowableOfType(AttemptStoppedException.class, watch::check);
  }
}
