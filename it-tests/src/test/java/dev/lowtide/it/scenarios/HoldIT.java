package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.hold.HoldScope;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Statements on one table wait at the proxy; everything else flows. */
class HoldIT extends HoldScenario {

  @Test
  void writersWaitUntilTheRelease() throws Exception {
    Hold hold = place(WRITES);
    Connection writer = connect();
    CompletableFuture<Void> write = run(writer, WRITE);
    awaitHeld(hold, 1);
    assertThat(rows()).isZero();
    assertThat(heldSessions()).hasSize(1);

    hold.release();

    write.get(5, TimeUnit.SECONDS);
    assertThat(rows()).isEqualTo(1);
    assertThat(hold.counts().expired()).isZero();
    assertThat(heldSessions()).isEmpty();
  }

  @Test
  void compressedStatementsWaitToo() throws Exception {
    Hold hold = place(WRITES);
    Connection writer = connect("useCompression=true");
    CompletableFuture<Void> write = run(writer, WRITE);
    awaitHeld(hold, 1);
    assertThat(rows()).isZero();

    hold.release();

    write.get(5, TimeUnit.SECONDS);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void readersAndOtherTablesFlow() throws Exception {
    try (Hold hold = place(WRITES)) {
      Connection other = connect();
      Lab.execute(other, "SELECT * FROM held", "INSERT INTO free VALUES (NULL)", "BEGIN", "COMMIT");

      assertThat(hold.counts().held()).isZero();
    }
  }

  @Test
  void whatIsSentBehindACommitIsJudgedWithoutItsTransaction() throws Exception {
    try (RawClient client = new RawClient(proxy.port())) {
      client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);
      client.query("BEGIN");
      client.read();
      client.query(WRITE);
      client.read();
      Hold hold = place(WRITES);

      client.sendRaw(both("\3COMMIT", "\3" + WRITE));

      client.read();
      awaitHeld(hold, 1);
      assertThat(rows()).isEqualTo(1);
      hold.release();
      client.read();
      assertThat(rows()).isEqualTo(2);
    }
  }

  @Test
  void aDrainLetsAHeldStatementGoOnFirst() throws Exception {
    try (RunningProxy draining = RunningProxy.before(Lab.server().port());
        Connection writer =
            TestServer.connect("127.0.0.1", draining.port(), Lab.USER, Lab.PASSWORD, "")) {
      writer.setCatalog(Lab.SCHEMA);
      Hold hold = draining.holds().place(HoldRequest.of("a test", WRITES));
      CompletableFuture<Void> write = run(writer, WRITE);
      awaitHeld(hold, 1);
      CompletableFuture<Void> drain =
          CompletableFuture.runAsync(
              () -> draining.server().drain(DEADLINE.plus(DEADLINE)), clients);
      assertThatThrownBy(() -> write.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      hold.release();

      write.get(5, TimeUnit.SECONDS);
      drain.get(5, TimeUnit.SECONDS);
      assertThat(rows()).isEqualTo(1);
    }
  }

  @Test
  void whoeverHasTheLockAlreadyGoesOn() throws Exception {
    Connection writer = connect();
    Lab.execute(writer, "BEGIN", WRITE);

    try (Hold hold = place(WRITES)) {
      Lab.execute(writer, WRITE, "COMMIT");

      assertThat(hold.counts().held()).isZero();
    }
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void atTheDeadlineTheyGoOnWhateverHappens() throws Exception {
    Connection writer = connect();
    Hold hold = place(WRITES, Duration.ofSeconds(1));
    long began = System.nanoTime();

    Lab.execute(writer, WRITE);

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(990), Duration.ofSeconds(3));
    assertThat(hold.counts().expired()).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void severalHoldsOneAfterTheOtherDoNotAddUp() throws Exception {
    Duration deadline = Duration.ofSeconds(2);
    Hold first = place(WRITES, deadline);
    Connection writer = connect();
    long began = System.nanoTime();
    CompletableFuture<Void> write = run(writer, WRITE);
    awaitHeld(first, 1);
    Lab.await("half of the deadline", () -> first.counts().longestWait().toMillis() > 1000);
    Hold second = place(TOUCHING, deadline);
    first.release();
    awaitHeld(second, 1);

    write.get(5, TimeUnit.SECONDS);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(2900));
    assertThat(second.counts().expired()).isEqualTo(1);
    second.release();
  }

  @Test
  void aClientThatDiesWhileHeldIsForgottenAndItsStatementNeverSent() throws Exception {
    Hold hold = place(WRITES, Duration.ofSeconds(5));
    Connection writer = connect();
    CompletableFuture<Void> write = run(writer, WRITE);
    awaitHeld(hold, 1);

    writer.abort(Runnable::run);

    Lab.await("the hold to be empty", () -> hold.counts().waiting() == 0);
    assertThat(write).failsWithin(Duration.ofSeconds(5));
    hold.release();
    Lab.await("the session's end", () -> heldSessions().isEmpty());
    assertThat(rows()).isZero();
  }

  @Test
  void newReadViewsWaitAndAutocommitFlows() throws Exception {
    Connection inTransaction = connect();
    Lab.execute(inTransaction, "BEGIN");
    Hold hold = place(new HoldScope.NewReadViews());
    Lab.execute(connect(), "SELECT * FROM free", "INSERT INTO free VALUES (NULL)");
    assertThat(hold.counts().held()).isZero();

    CompletableFuture<Void> read = run(inTransaction, "SELECT * FROM free");
    awaitHeld(hold, 1);
    hold.release();

    read.get(5, TimeUnit.SECONDS);
  }

  private static byte[] both(String first, String second) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(RawClient.packet(0, first.getBytes(StandardCharsets.UTF_8)));
    bytes.writeBytes(RawClient.packet(0, second.getBytes(StandardCharsets.UTF_8)));
    return bytes.toByteArray();
  }
}
