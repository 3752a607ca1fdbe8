package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.NoLeaks;
import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When Lowtide ends: who may finish, and what the others hear. */
@ExtendWith(NoLeaks.class)
class DrainIT {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  /** Header and all: what a client that sends its next command reads as the reply to it. */
  private static final byte[] SHUTDOWN =
      "$\0\0\1\u00ff\u001d\4#08S01Server shutdown in progress"
          .getBytes(StandardCharsets.ISO_8859_1);

  private RunningProxy proxy;
  private RawClient client;

  @BeforeEach
  void start() throws Exception {
    proxy = RunningProxy.before(Lab.server().port());
    client = new RawClient(proxy.port());
    client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, RawClient.CLIENT_DEPRECATE_EOF);
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    proxy.close();
  }

  @Test
  void whoDoesNothingIsToldAtOnce() throws Exception {
    proxy.server().drain(LONG);

    assertThat(client.readToTheEnd()).isEqualTo(SHUTDOWN);
  }

  @Test
  void whoIsCompressedIsToldInAFrame() throws Exception {
    try (RawClient compressed = new RawClient(proxy.port())) {
      compressed.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, RawClient.CLIENT_COMPRESS);

      proxy.server().drain(LONG);

      byte[] frame = compressed.readToTheEnd();
      byte[] storedFrame = {(byte) SHUTDOWN.length, 0, 0, 1, 0, 0, 0};
      assertThat(frame).startsWith(storedFrame).endsWith(SHUTDOWN);
      assertThat(frame).hasSize(storedFrame.length + SHUTDOWN.length);
    }
  }

  @Test
  void whoHasATransactionOpenIsToldAtTheDeadline() throws Exception {
    client.query("BEGIN");
    client.read();

    proxy.server().drain(SHORT);

    assertThat(client.readToTheEnd()).isEqualTo(SHUTDOWN);
    assertThat(proxy.sessions()).isEmpty();
  }

  @Test
  void whoseStatementHasNoReplyYetIsToldAtTheDeadline() throws Exception {
    client.query("SELECT SLEEP(10)");
    Lab.await("a command in flight", () -> proxy.sessions().get(0).command() != null);

    proxy.server().drain(SHORT);

    assertThat(client.readToTheEnd()).isEqualTo(SHUTDOWN);
  }

  /** Of a reply that has begun nothing is left out in the middle, and nothing is put into it. */
  @Test
  void whoIsInTheMiddleOfAReplyIsCutOff() throws Exception {
    client.query("SELECT REPEAT('x', 30000000)");
    client.read(2);

    proxy.server().drain(SHORT);

    byte[] rest = client.readToTheEnd();
    assertThat(rest.length).isLessThan(30_000_000);
    assertThat(new String(rest, StandardCharsets.ISO_8859_1)).doesNotContain("08S01");
  }

  @Test
  void whoFinishesInTimeGetsTheWholeReply() throws Exception {
    client.query("SELECT SLEEP(1)");
    Lab.await("a command in flight", () -> proxy.sessions().get(0).command() != null);

    proxy.server().drain(LONG);

    client.read(4);
    assertThat(client.readToTheEnd()).isEqualTo(SHUTDOWN);
  }

  @Test
  void nobodyIsLetInMeanwhile() throws Exception {
    client.query("SELECT SLEEP(10)");
    CompletableFuture<Void> drain =
        CompletableFuture.runAsync(() -> proxy.server().drain(Duration.ofSeconds(2)));

    Lab.await("a closed door", () -> isRefused(proxy.port()));

    assertThat(drain).isNotDone();
    assertThatThrownBy(() -> new RawClient(proxy.port()).close())
        .isInstanceOf(ConnectException.class);
    drain.join();
  }

  private static boolean isRefused(int port) throws Exception {
    try (RawClient late = new RawClient(port)) {
      return late == null;
    } catch (ConnectException e) {
      return true;
    }
  }
}
