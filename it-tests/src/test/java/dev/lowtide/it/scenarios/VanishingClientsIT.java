package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.NoLeaks;
import dev.lowtide.it.harness.ProxySetUp;
import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldRequest;
import dev.lowtide.proxy.hold.HoldScope;
import java.io.IOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that go without a word, or never say the one that is waited for: nothing is left. */
@ExtendWith(NoLeaks.class)
class VanishingClientsIT {

  private static final TableName HELD = new TableName(Lab.SCHEMA, "vanishing");
  private static final int CLIENTS = 20;

  private static RunningProxy proxy;

  private final List<RawClient> clients = new ArrayList<>();

  /** How far a client has come when it goes. */
  enum Phase {
    CONNECTED {
      @Override
      void reach(RawClient client) {}
    },
    GREETED {
      @Override
      void reach(RawClient client) throws Exception {
        client.read();
      }
    },
    IN_ITS_HANDSHAKE {
      @Override
      void reach(RawClient client) throws Exception {
        client.read();
        client.sendRaw(Arrays.copyOf(RawClient.packet(1, new byte[200]), 50));
      }
    },
    IN_ITS_TLS_HANDSHAKE {
      @Override
      void reach(RawClient client) throws Exception {
        client.read();
        client.send(1, sslRequest());
        client.sendRaw((byte) 22, (byte) 3, (byte) 1, (byte) 2, (byte) 0, (byte) 1);
      }
    },
    AUTHENTICATED {
      @Override
      void reach(RawClient client) throws Exception {
        signIn(client);
      }
    },
    IN_A_COMMAND {
      @Override
      void reach(RawClient client) throws Exception {
        signIn(client);
        client.sendRaw(Arrays.copyOf(RawClient.packet(0, new byte[100_000]), 70_000));
      }
    },
    IN_A_LARGE_COMMAND {
      @Override
      void reach(RawClient client) throws Exception {
        signIn(client);
        client.sendRaw(Arrays.copyOf(RawClient.packet(0, new byte[5_000_000]), 2_000_000));
      }
    },
    IN_A_TRANSACTION {
      @Override
      void reach(RawClient client) throws Exception {
        signIn(client);
        client.query("BEGIN");
        client.read();
        client.query("SELECT * FROM mysql.user FOR SHARE");
        client.read();
      }
    },
    IN_A_RESULT {
      @Override
      void reach(RawClient client) throws Exception {
        signIn(client);
        client.query("SELECT REPEAT('x', 8000000)");
        client.read();
      }
    };

    abstract void reach(RawClient client) throws Exception;
  }

  @BeforeAll
  static void start() throws Exception {
    proxy = RunningProxy.before(Lab.server().port());
    try (Connection direct = Lab.direct()) {
      Lab.execute(
          direct,
          "DROP TABLE IF EXISTS vanishing",
          "CREATE TABLE vanishing (id INT PRIMARY KEY AUTO_INCREMENT)");
    }
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  @AfterEach
  void hangUp() throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverGoesLeavesNothing(Phase phase) throws Exception {
    for (int i = 0; i < CLIENTS; i++) {
      phase.reach(client(proxy));
    }
    for (int i = 0; i < CLIENTS; i++) {
      if (i % 2 == 0) {
        clients.get(i).close();
      } else {
        clients.get(i).reset();
      }
    }

    assertNothingIsLeft();
  }

  @Test
  void whoeverGoesWhileHeldLeavesNothing() throws Exception {
    HoldScope scope = new HoldScope.WritesTo(Reach.of(HELD));
    Duration deadline = Duration.ofSeconds(5);
    try (Hold hold = proxy.holds().place(new HoldRequest("a test", scope, deadline, deadline))) {
      for (int i = 0; i < CLIENTS; i++) {
        RawClient client = client(proxy);
        signIn(client);
        client.query("INSERT INTO vanishing VALUES (NULL)");
      }
      Lab.await("all to be held", () -> hold.counts().waiting() == CLIENTS);
      for (RawClient client : clients) {
        client.close();
      }

      assertNothingIsLeft();
      assertThat(hold.counts().waiting()).isZero();
    }
  }

  /** A server does not notice that nobody waits for a statement, whoever has left. */
  @Test
  void aStatementWithoutItsClientEndsAsItWouldWithoutUs() throws Exception {
    long direct = secondsOfASleepWithoutItsClient(Lab.server().port());

    long proxied = secondsOfASleepWithoutItsClient(proxy.port());

    assertThat(proxied).isCloseTo(direct, Offset.offset(1L));
  }

  /** Whoever says nothing, too little, or takes nothing is done with after the login time. */
  @ParameterizedTest
  @EnumSource(names = {"CONNECTED", "GREETED", "IN_ITS_HANDSHAKE", "IN_ITS_TLS_HANDSHAKE"})
  void whoeverDoesNotSignInInTimeIsEnded(Phase phase) throws Exception {
    try (RunningProxy strict =
        new ProxySetUp(Lab.server().port()).loginTimeout(Duration.ofSeconds(1)).start()) {
      phase.reach(client(strict));
      Lab.await("a session", () -> strict.sessions().size() == 1);

      Lab.await("its end", () -> strict.sessions().isEmpty());

      assertThat(clients.get(0).isHungUp()).isTrue();
    }
  }

  @Test
  void aHandshakeByteByByteIsEndedToo() throws Exception {
    try (RunningProxy strict =
        new ProxySetUp(Lab.server().port()).loginTimeout(Duration.ofSeconds(1)).start()) {
      RawClient client = client(strict);
      client.read();
      client.sendRaw((byte) -1, (byte) 0, (byte) 0, (byte) 1);

      Lab.await("its end", () -> isEndedBy(client));
      assertThat(strict.sessions()).isEmpty();
    }
  }

  private static boolean isEndedBy(RawClient client) {
    try {
      client.sendRaw((byte) 0);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static long secondsOfASleepWithoutItsClient(int port) throws Exception {
    try (Connection onlooker = Lab.direct()) {
      long began = System.nanoTime();
      try (RawClient client = new RawClient(port)) {
        signIn(client);
        client.query("SELECT SLEEP(3)");
        Lab.await("the statement", () -> sleepers(onlooker) == 1);
      }
      Lab.await("its end", () -> sleepers(onlooker) == 0);
      return Duration.ofNanos(System.nanoTime() - began).toSeconds();
    }
  }

  private static int sleepers(Connection onlooker) throws Exception {
    return Lab.rows(
            onlooker,
            "SELECT id FROM information_schema.processlist WHERE info = 'SELECT SLEEP(3)'")
        .size();
  }

  private static void assertNothingIsLeft() throws Exception {
    Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    try (Connection onlooker = Lab.direct()) {
      Lab.await(
          "the server to be alone",
          () ->
              Lab.rows(
                      onlooker,
                      "SELECT id FROM information_schema.processlist WHERE user IN ('"
                          + Lab.USER
                          + "', 'unauthenticated user') AND id <> CONNECTION_ID()")
                  .isEmpty());
    }
  }

  private RawClient client(RunningProxy through) throws IOException {
    RawClient client = new RawClient(through.port());
    clients.add(client);
    return client;
  }

  private static void signIn(RawClient client) throws Exception {
    client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);
  }

  /** Capabilities with CLIENT_SSL among them, and nothing else. */
  private static byte[] sslRequest() {
    byte[] request = new byte[32];
    request[0] = (byte) 0x05;
    request[1] = (byte) 0x8a;
    request[2] = (byte) 0x08;
    request[7] = 1;
    request[8] = 45;
    return request;
  }
}
