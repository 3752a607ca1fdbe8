package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.NoLeaks;
import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.proxy.activity.SessionId;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.activity.TransactionState;
import dev.lowtide.proxy.hold.Ending;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ending one session at the proxy: exactly the transaction that was seen, and nobody else. */
@ExtendWith(NoLeaks.class)
class EndingIT {

  /** Header and all: what a client that sends its next command reads as the reply to it. */
  private static final byte[] KILLED =
      "7\0\0\1\u00ffa\f#HY000Session was killed by an operator of the proxy"
          .getBytes(StandardCharsets.ISO_8859_1);

  private RunningProxy proxy;
  private RawClient client;
  private Connection direct;

  @BeforeEach
  void start() throws Exception {
    proxy = RunningProxy.before(Lab.server().port());
    client = new RawClient(proxy.port());
    client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, RawClient.CLIENT_DEPRECATE_EOF);
    direct = Lab.direct();
    Lab.execute(direct, "DROP TABLE IF EXISTS ending", "CREATE TABLE ending (id INT PRIMARY KEY)");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    direct.close();
    proxy.close();
  }

  @Test
  void whoIsBetweenStatementsIsToldAndRolledBack() throws Exception {
    insert(1);
    TransactionId seen = transaction();

    Ending ending = end(seen);

    assertThat(ending).isInstanceOf(Ending.Ended.class);
    assertThat(((Ending.Ended) ending).wasAtWork()).isFalse();
    assertThat(client.readToTheEnd()).isEqualTo(KILLED);
    awaitNoTransaction();
    assertThat(Lab.ask(direct, "SELECT COUNT(*) FROM ending")).isEqualTo("0");
    assertThat(proxy.sessions()).isEmpty();
  }

  @Test
  void whoIsCompressedIsToldInAFrame() throws Exception {
    try (RawClient compressed = new RawClient(proxy.port())) {
      compressed.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, RawClient.CLIENT_COMPRESS);
      compressed.sendRaw(stored(RawClient.packet(0, "\3BEGIN".getBytes(StandardCharsets.UTF_8))));
      Lab.await("a transaction", () -> proxy.sessions().stream().anyMatch(EndingIT::isOpen));
      SessionSnapshot session =
          proxy.sessions().stream().filter(EndingIT::isOpen).findFirst().orElseThrow();

      end(TransactionId.of(session));

      assertThat(compressed.readToTheEnd()).endsWith(KILLED);
    }
  }

  @Test
  void whoseStatementHasNoReplyYetHearsItAsTheReply() throws Exception {
    insert(1);
    client.query("SELECT SLEEP(20)");
    Lab.await("a command in flight", () -> session().command() != null);

    Ending ending = end(transaction());

    assertThat(((Ending.Ended) ending).wasAtWork()).isTrue();
    assertThat(client.readToTheEnd()).isEqualTo(KILLED);
  }

  @Test
  void nothingIsPutIntoAReplyThatHasBegun() throws Exception {
    insert(1);
    client.query("SELECT REPEAT('x', 30000000)");
    client.read(2);

    end(transaction());

    byte[] rest = client.readToTheEnd();
    assertThat(rest.length).isLessThan(30_000_000);
    assertThat(new String(rest, StandardCharsets.ISO_8859_1)).doesNotContain("killed");
    awaitNoTransaction();
  }

  @Test
  void whoCommittedInTheMeantimeIsLeftAlone() throws Exception {
    insert(1);
    TransactionId seen = transaction();
    client.query("COMMIT");
    client.read();

    Ending ending = end(seen);

    assertThat(((Ending.Changed) ending).now().transaction().state())
        .isEqualTo(TransactionState.NONE);
    assertGoesOn();
    assertThat(Lab.ask(direct, "SELECT COUNT(*) FROM ending")).isEqualTo("1");
  }

  @Test
  void whoIsInTheNextTransactionIsLeftAlone() throws Exception {
    insert(1);
    TransactionId seen = transaction();
    client.query("COMMIT");
    client.read();
    insert(2);

    Ending ending = end(seen);

    assertThat(ending).isInstanceOf(Ending.Changed.class);
    assertGoesOn();
  }

  @Test
  void aSessionThatIsGoneIsSaidSo() throws Exception {
    assertThat(end(new TransactionId(new SessionId(4711), 1))).isEqualTo(new Ending.Gone());
  }

  @Test
  void otherSessionsNoticeNothing() throws Exception {
    insert(1);
    TransactionId seen = transaction();
    try (RawClient other = new RawClient(proxy.port())) {
      other.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, RawClient.CLIENT_DEPRECATE_EOF);
      other.query("BEGIN");
      other.read();
      other.query("INSERT INTO ending VALUES (7)");
      other.read();

      end(seen);

      client.readToTheEnd();
      other.query("COMMIT");
      assertThat(other.read()[0]).isZero();
      assertThat(Lab.ask(direct, "SELECT GROUP_CONCAT(id) FROM ending")).isEqualTo("7");
    }
  }

  private void insert(int id) throws Exception {
    client.query("BEGIN");
    client.read();
    client.query("INSERT INTO ending VALUES (" + id + ")");
    client.read();
  }

  private SessionSnapshot session() throws Exception {
    return proxy.sessions().get(0);
  }

  private TransactionId transaction() throws Exception {
    return TransactionId.of(session());
  }

  private static boolean isOpen(SessionSnapshot session) {
    return session.transaction().state().isOpen();
  }

  private Ending end(TransactionId transaction) throws Exception {
    return proxy.server().end(transaction).toCompletableFuture().get(5, TimeUnit.SECONDS);
  }

  private void assertGoesOn() throws Exception {
    client.query("DO 1");
    assertThat(client.read()[0]).isZero();
  }

  private void awaitNoTransaction() {
    Lab.await(
        "a rollback",
        () -> "0".equals(Lab.ask(direct, "SELECT COUNT(*) FROM information_schema.INNODB_TRX")));
  }

  /** A compressed frame whose bytes are as they were. */
  private static byte[] stored(byte[] packet) {
    byte[] frame = new byte[packet.length + 7];
    frame[0] = (byte) packet.length;
    System.arraycopy(packet, 0, frame, 7, packet.length);
    return frame;
  }
}
