package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RawClient;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldState;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who has touched the table goes on and is awaited; when all have ended, the hold is quiet. */
class HoldStatesIT extends HoldScenario {

  @Test
  void isQuietAtOnceWhereNobodyHasTouchedTheTable() throws Exception {
    Lab.execute(connect(), "BEGIN", "INSERT INTO free VALUES (NULL)");

    try (Hold hold = place(TOUCHING)) {
      awaitState(hold, HoldState.QUIET);

      assertThat(hold.awaited()).isEmpty();
      assertThat(proxy.gauge("proxy.holds.awaited")).isEqualTo(0);
    }
  }

  @Test
  void aTransactionThatTouchedTheTableGoesOnAndIsAwaited() throws Exception {
    Connection writer = connect();
    Lab.execute(writer, "BEGIN", WRITE);
    try (Hold hold = place(TOUCHING)) {
      Lab.await("all to be looked at", hold::hasLooked);
      assertThat(hold.state()).isEqualTo(HoldState.HOLDING);
      assertThat(awaited(hold)).containsExactly(Lab.threadId(writer));
      assertThat(proxy.gauge("proxy.holds.awaited")).isEqualTo(1);

      Lab.execute(writer, WRITE, "SELECT * FROM held");

      assertThat(hold.counts().held()).isZero();
      assertThat(hold.state()).isEqualTo(HoldState.HOLDING);
      Lab.execute(writer, "COMMIT");
      awaitState(hold, HoldState.QUIET);
    }
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void whoHasOnlyReadIsAwaitedBeforeTheCutOverButNotBefore() throws Exception {
    Connection reader = connect();
    Lab.execute(reader, "BEGIN", "SELECT * FROM held");
    try (Hold hold = place(WRITES)) {
      awaitState(hold, HoldState.QUIET);

      hold.widen(TOUCHING);

      Lab.await("all to be looked at", hold::hasLooked);
      assertThat(awaited(hold)).containsExactly(Lab.threadId(reader));
      Lab.execute(reader, "ROLLBACK");
      awaitState(hold, HoldState.QUIET);
    }
  }

  @Test
  void aStatementInFlightIsAwaited() throws Exception {
    Lab.execute(connect(), WRITE);
    Connection reader = connect();
    CompletableFuture<Void> read = run(reader, "SELECT id, SLEEP(1) FROM held");
    long thread = threadAtWork();
    try (Hold hold = place(TOUCHING)) {
      Lab.await("all to be looked at", hold::hasLooked);
      assertThat(awaited(hold)).containsExactly(thread);

      assertDone(read);

      awaitState(hold, HoldState.QUIET);
    }
  }

  @Test
  void whoHasTheTableLockedIsAwaited() throws Exception {
    Connection locker = connect();
    Lab.execute(locker, "LOCK TABLES held WRITE");
    try (Hold hold = place(TOUCHING)) {
      Lab.execute(locker, WRITE);
      assertThat(hold.counts().held()).isZero();
      assertThat(awaited(hold)).containsExactly(Lab.threadId(locker));

      Lab.execute(locker, "UNLOCK TABLES");

      awaitState(hold, HoldState.QUIET);
    }
  }

  @Test
  void whoIsAboutToBeginATransactionIsNotAwaitedButHeld() throws Exception {
    Connection armed = connect();
    Connection begun = connect();
    Lab.execute(armed, "SET autocommit = 0");
    Lab.execute(begun, "BEGIN");
    Hold hold = place(TOUCHING);
    awaitState(hold, HoldState.QUIET);

    CompletableFuture<Void> first = run(armed, "SELECT * FROM held");
    CompletableFuture<Void> second = run(begun, "SELECT * FROM held");

    awaitHeld(hold, 2);
    assertThat(hold.state()).isEqualTo(HoldState.QUIET);
    hold.release();
    assertDone(first);
    assertDone(second);
  }

  @Test
  void whoGoesOnAtItsDeadlineIsAwaitedAgain() throws Exception {
    Connection writer = connect();
    Hold hold = place(TOUCHING, Duration.ofSeconds(1));
    awaitState(hold, HoldState.QUIET);

    CompletableFuture<Void> write =
        run(writer, "INSERT INTO held SELECT NULL FROM (SELECT SLEEP(2)) AS s");

    awaitState(hold, HoldState.HOLDING);
    assertThat(hold.counts().expired()).isEqualTo(1);
    awaitState(hold, HoldState.QUIET);
    assertDone(write);
    hold.release();
  }

  @Test
  void aClientThatIsGoneIsNotAwaited() throws Exception {
    Connection writer = connect();
    Lab.execute(writer, "BEGIN", WRITE);
    try (Hold hold = place(TOUCHING)) {
      awaitState(hold, HoldState.HOLDING);

      writer.abort(Runnable::run);

      awaitState(hold, HoldState.QUIET);
    }
  }

  @Test
  void whatCannotBeFollowedIsAwaited() throws Exception {
    try (RawClient strange = new RawClient(proxy.port())) {
      strange.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);
      try (Hold hold = place(TOUCHING)) {
        awaitState(hold, HoldState.QUIET);

        strange.command(99);

        strange.read();
        awaitState(hold, HoldState.HOLDING);
        assertThat(hold.awaited()).hasSize(1);
      }
    }
  }

  private static long threadAtWork() throws Exception {
    Lab.await(
        "a statement in flight",
        () -> proxy.sessions().stream().anyMatch(session -> session.command() != null));
    return proxy.sessions().stream()
        .filter(session -> session.command() != null)
        .findFirst()
        .orElseThrow()
        .serverThreadId();
  }
}
