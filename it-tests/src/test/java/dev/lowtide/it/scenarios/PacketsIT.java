package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.proxy.activity.SessionPhase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that no driver is: old ones, byte-wise ones, hasty ones and mad ones. */
class PacketsIT {

  private static final int MULTI =
      RawClient.CLIENT_MULTI_STATEMENTS
          | RawClient.CLIENT_MULTI_RESULTS
          | RawClient.CLIENT_PS_MULTI_RESULTS;

  private static RunningProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    proxy = RunningProxy.before(Lab.server().port());
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "DROP USER IF EXISTS raw",
          "CREATE USER raw IDENTIFIED WITH caching_sha2_password BY 'raw'",
          "GRANT ALL ON *.* TO raw",
          "DROP TABLE IF EXISTS lab.packets",
          "CREATE TABLE lab.packets (id INT PRIMARY KEY)",
          "INSERT INTO lab.packets VALUES (1), (2), (3)");
    }
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  /** Column count, definition, three rows, and an EOF behind definitions for those who want one. */
  @ParameterizedTest
  @ValueSource(ints = {0, RawClient.CLIENT_DEPRECATE_EOF})
  void resultSetsWithAndWithoutEofsAreFollowed(int capabilities) throws Exception {
    try (RawClient client = signedIn(capabilities | MULTI)) {
      int packets = capabilities == 0 ? 7 : 6;
      client.query("SELECT id FROM packets");
      assertThat(client.read(packets).get(packets - 1)[0] & 0xFF).isEqualTo(0xFE);

      client.query("SELECT id FROM packets; SELECT id FROM packets; DO 1");
      client.read(2 * packets);
      assertThat(client.read()[0]).isZero();

      client.command(0x16, "SELECT id FROM packets WHERE id = ?".getBytes(StandardCharsets.UTF_8));
      client.read(capabilities == 0 ? 5 : 3);

      assertFollowed(client);
    }
  }

  @Test
  void bytesThatComeOneByOneAreUnderstoodAllTheSame() throws Exception {
    try (RawClient client = signedIn(0)) {
      byte[] packet =
          RawClient.packet(0, "\3INSERT INTO packets VALUES (4)".getBytes(StandardCharsets.UTF_8));
      for (byte one : packet) {
        client.sendRaw(one);
      }
      assertThat(client.read()[0]).isZero();

      client.query("DELETE FROM packets WHERE id = 4");
      assertThat(client.read()[0]).isZero();
      assertFollowed(client);
    }
  }

  @Test
  void commandsSentBeforeTheirRepliesComeInOrder() throws Exception {
    try (RawClient client = signedIn(0)) {
      ByteArrayOutputStream commands = new ByteArrayOutputStream();
      for (int i = 0; i < 200; i++) {
        String sql = i % 2 == 0 ? "DO 1" : "SELECT id FROM packets WHERE id = 1";
        commands.writeBytes(RawClient.packet(0, ("\3" + sql).getBytes(StandardCharsets.UTF_8)));
      }
      client.sendRaw(commands.toByteArray());
      for (int i = 0; i < 200; i++) {
        List<byte[]> reply = client.read(i % 2 == 0 ? 1 : 5);
        assertThat(reply.get(0)[0]).isEqualTo((byte) (i % 2));
      }
      assertFollowed(client);
    }
  }

  @Test
  void oddCommandsAreAnsweredAndFollowed() throws Exception {
    try (RawClient client = signedIn(0)) {
      client.command(0x09);
      assertThat(new String(client.read(), StandardCharsets.UTF_8)).startsWith("Uptime");

      client.command(0x04, "packets\0".getBytes(StandardCharsets.UTF_8));
      assertThat(client.read(2).get(1)[0] & 0xFF).isEqualTo(0xFE);

      client.command(0x1B, (byte) 1, (byte) 0);
      assertThat(client.read()[0] & 0xFF).isEqualTo(0xFE);

      client.command(0x0E);
      assertThat(client.read()[0]).isZero();
      assertFollowed(client);
    }
  }

  @Test
  void aCommandThatNobodyKnowsMakesTheSessionOpaqueAndGoesOn() throws Exception {
    try (RawClient client = signedIn(0)) {
      long opaque = proxy.count("proxy.sessions.opaque");
      client.command(0x77);
      assertThat(client.read()[0] & 0xFF).isEqualTo(0xFF);

      client.query("DO 1");
      assertThat(client.read()[0]).isZero();
      assertThat(proxy.count("proxy.sessions.opaque")).isEqualTo(opaque + 1);
      assertThat(proxy.sessions())
          .anySatisfy(session -> assertThat(session.phase()).isEqualTo(SessionPhase.OPAQUE));
    }
  }

  @Test
  void nonsenseEndsItsOwnSessionOnly() throws Exception {
    try (RunningProxy impatient =
            RunningProxy.before(Lab.server().port(), 10, Duration.ofSeconds(3));
        RawClient good = new RawClient(impatient.port());
        RawClient mad = new RawClient(impatient.port())) {
      good.signIn("raw", "raw", Lab.SCHEMA, 0);
      mad.read();
      mad.sendRaw("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      mad.sendRaw(new byte[100_000]);
      assertThat(mad.isHungUp()).isTrue();

      good.query("DO 1");
      assertThat(good.read()[0]).isZero();
    }
  }

  @Test
  void aClientThatSaysNothingIsEndedAfterAWhile() throws Exception {
    try (RunningProxy impatient =
            RunningProxy.before(Lab.server().port(), 10, Duration.ofMillis(300));
        RawClient silent = new RawClient(impatient.port())) {
      assertThat(silent.isHungUp()).isTrue();
      Lab.await("the session's end", () -> impatient.sessions().isEmpty());
    }
  }

  @Test
  void oneSessionTooManyIsToldWhatTheServerWouldSay() throws Exception {
    try (RunningProxy small = RunningProxy.before(Lab.server().port(), 2, Duration.ofSeconds(30))) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        RawClient client = new RawClient(small.port());
        client.signIn("raw", "raw", Lab.SCHEMA, 0);
        clients.add(client);
      }
      try (RawClient third = new RawClient(small.port())) {
        assertThat(new String(third.read(), StandardCharsets.UTF_8))
            .contains("Too many connections");
      }
      clients.get(0).close();
      Lab.await("room for one more", () -> small.sessions().size() < 2);
      try (RawClient third = new RawClient(small.port())) {
        assertThat(third.signIn("raw", "raw", Lab.SCHEMA, 0)[0]).isZero();
      }
      clients.get(1).close();
    }
  }

  @Test
  void theServerOffersAllThatItOffers() throws Exception {
    try (RawClient direct = new RawClient(Lab.server().port());
        RawClient proxied = new RawClient(proxy.port())) {
      assertThat(capabilities(proxied.read())).isEqualTo(capabilities(direct.read()));
    }
  }

  private static void assertFollowed(RawClient client) throws Exception {
    client.query("SELECT CONNECTION_ID()");
    client.read(2);
    byte[] next = client.read();
    if ((next[0] & 0xFF) == 0xFE) {
      next = client.read();
    }
    long threadId = Long.parseLong(new String(next, 1, next.length - 1, StandardCharsets.UTF_8));
    client.read();
    Lab.await(
        "a session that is followed and idle",
        () ->
            proxy.session(threadId).phase() == SessionPhase.READY
                && proxy.session(threadId).command() == null);
  }

  private static int capabilities(byte[] greeting) {
    int version = 1;
    while (greeting[version] != 0) {
      version++;
    }
    int lower = version + 1 + 4 + 8 + 1;
    return (greeting[lower] & 0xFF)
        | (greeting[lower + 1] & 0xFF) << 8
        | (greeting[lower + 5] & 0xFF) << 16
        | (greeting[lower + 6] & 0xFF) << 24;
  }

  private static RawClient signedIn(int capabilities) throws Exception {
    RawClient client = new RawClient(proxy.port());
    assertThat(client.signIn("raw", "raw", Lab.SCHEMA, capabilities)[0]).isZero();
    return client;
  }
}
