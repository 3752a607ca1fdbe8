package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.proxy.hold.Hold;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Those who waited go on, and the server hardly notices. */
class ReleaseIT extends HoldScenario {

  private static final int CLIENTS = 40;

  /** Each keeps the server at work for 20 ms; all of them together would at once. */
  private static final String SLOW_WRITE =
      "INSERT INTO held SELECT NULL FROM (SELECT SLEEP(0.02)) AS s";

  private static final String AT_WORK =
      "SELECT COUNT(*) FROM performance_schema.threads"
          + " WHERE PROCESSLIST_INFO LIKE 'INSERT INTO held%'";

  @Test
  void manyWaitAndAllGoOn() throws Exception {
    Hold hold = place(WRITES, Duration.ofSeconds(5));
    List<CompletableFuture<Void>> writes = hold(hold, WRITE);

    hold.release();

    allOf(writes).get(10, TimeUnit.SECONDS);
    assertThat(rows()).isEqualTo(CLIENTS);
    assertThat(hold.counts().expired()).isZero();
    assertThat(hold.counts().held()).isEqualTo(CLIENTS);
    assertThat(heldSessions()).isEmpty();
  }

  @Test
  void theServerIsNotHitByAllOfThemTogether() throws Exception {
    Hold hold = place(WRITES, Duration.ofSeconds(5));
    List<CompletableFuture<Void>> writes = hold(hold, SLOW_WRITE);
    Lab.await("a second", () -> hold.counts().longestWait().toMillis() > 1000);
    Duration waited = hold.counts().longestWait();
    long released = System.nanoTime();

    hold.release();

    int most = mostAtWorkUntil(allOf(writes));
    Duration took = Duration.ofNanos(System.nanoTime() - released);
    assertThat(most).isBetween(1, CLIENTS / 4);
    assertThat(took).isLessThan(waited.plusMillis(500));
    assertThat(rows()).isEqualTo(CLIENTS);
  }

  @Test
  void theOldestGoFirst() throws Exception {
    Hold hold = place(WRITES, Duration.ofSeconds(5));
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      writes.add(
          run(connect(), "INSERT INTO held SELECT " + i + " * 100 FROM (SELECT SLEEP(0.02)) AS s"));
      awaitHeld(hold, i);
    }
    Lab.await("a second", () -> hold.counts().longestWait().toMillis() > 1000);

    hold.release();

    Lab.await("five of them", () -> rows() >= 5);
    try (Connection server = Lab.direct()) {
      assertThat(Lab.ask(server, "SELECT GROUP_CONCAT(id ORDER BY id) FROM held"))
          .startsWith("100,200,300");
    }
    allOf(writes).get(10, TimeUnit.SECONDS);
  }

  @Test
  void whatComesAfterTheReleaseDoesNotQueueBehindThem() throws Exception {
    Hold hold = place(WRITES, Duration.ofSeconds(5));
    List<CompletableFuture<Void>> writes = hold(hold, SLOW_WRITE);
    Connection late = connect();
    Lab.await("a second", () -> hold.counts().longestWait().toMillis() > 1000);

    hold.release();
    Lab.execute(late, WRITE);

    assertThat(hold.counts().waiting()).isPositive();
    allOf(writes).get(10, TimeUnit.SECONDS);
  }

  @Test
  void byTheirDeadlinesAllHaveGoneOnHoweverSlowTheServerIs() throws Exception {
    Duration deadline = Duration.ofSeconds(3);
    Hold hold = place(WRITES, deadline);
    List<CompletableFuture<Void>> writes = hold(hold, "INSERT INTO held SELECT SLEEP(4) * 0 + 7");
    Lab.await("a second", () -> hold.renew() && hold.counts().longestWait().toMillis() > 1000);

    hold.release();

    Lab.await("the last to go on", () -> hold.counts().waiting() == 0);
    assertThat(hold.counts().longestWait()).isLessThan(deadline.plusMillis(300));
    assertThat(heldSessions()).isEmpty();
    writes.forEach(write -> write.cancel(true));
  }

  @Test
  void whoDiesWhileOthersAreLetGoIsNotSentOn() throws Exception {
    Hold hold = place(WRITES, Duration.ofSeconds(5));
    List<CompletableFuture<Void>> writes = hold(hold, SLOW_WRITE);
    Connection last = connect();
    CompletableFuture<Void> never = run(last, "INSERT INTO held VALUES (1000000)");
    awaitHeld(hold, CLIENTS + 1);
    Lab.await("a second", () -> hold.counts().longestWait().toMillis() > 1000);
    hold.release();

    last.abort(Runnable::run);

    allOf(writes).get(10, TimeUnit.SECONDS);
    assertThat(never).isCompletedExceptionally();
    assertThat(rows()).isEqualTo(CLIENTS);
  }

  private List<CompletableFuture<Void>> hold(Hold hold, String sql) throws SQLException {
    List<Connection> writers = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      writers.add(connect());
    }
    List<CompletableFuture<Void>> writes = new ArrayList<>();
    writers.forEach(writer -> writes.add(run(writer, sql)));
    Lab.await("all to be held", () -> hold.renew() && hold.counts().waiting() == CLIENTS);
    return writes;
  }

  private static int mostAtWorkUntil(CompletableFuture<Void> end) throws Exception {
    int most = 0;
    try (Connection server = Lab.direct();
        PreparedStatement atWork = server.prepareStatement(AT_WORK)) {
      while (!end.isDone()) {
        try (ResultSet row = atWork.executeQuery()) {
          row.next();
          most = Math.max(most, row.getInt(1));
        }
      }
    }
    end.get(1, TimeUnit.SECONDS);
    return most;
  }

  private static CompletableFuture<Void> allOf(List<CompletableFuture<Void>> writes) {
    return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new));
  }
}
