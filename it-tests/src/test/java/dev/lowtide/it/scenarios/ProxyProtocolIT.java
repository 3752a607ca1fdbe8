package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.NoLeaks;
import dev.lowtide.it.harness.ProxySetUp;
import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.relay.ProxyProtocol.ToBackend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Load balancers say where clients come from, and Lowtide says it to the backend. */
@ExtendWith(NoLeaks.class)
class ProxyProtocolIT {

  private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

  /** 16 MiB less one, which no handshake has. */
  private static final byte[] HEAD_OF_A_HUGE_HANDSHAKE = {-1, -1, -1, 1};

  @ParameterizedTest
  @EnumSource(value = ToBackend.class, mode = Mode.EXCLUDE, names = "OFF")
  void whatIsAnnouncedIsTheClient(ToBackend onTheWay) throws Exception {
    try (RunningProxy inner = believing().start();
        RunningProxy outer = before(inner, onTheWay);
        RawClient client = new RawClient(outer.port(), "127.0.0.5")) {
      client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);

      String seen = outer.sessions().get(0).clientAddress();
      assertThat(seen).startsWith("127.0.0.5:");
      assertThat(inner.sessions().get(0).clientAddress()).isEqualTo(seen);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslMode=REQUIRED", "sslMode=DISABLED"})
  void theHeaderComesBeforeTls(String options) throws Exception {
    try (RunningProxy inner = believing().start();
        RunningProxy outer = before(inner, ToBackend.V2);
        Connection client =
            TestServer.connect("127.0.0.1", outer.port(), Lab.USER, Lab.PASSWORD, options)) {
      assertThat(Lab.ask(client, "SELECT 1")).isEqualTo("1");
      assertThat(inner.sessions().get(0).isEncrypted()).isEqualTo(options.contains("REQUIRED"));
    }
  }

  @Test
  void theAnnouncedClientMustBeFromTheClientNetworks() throws Exception {
    try (RunningProxy proxy = believing().clientNetworks("192.0.2.0/24").start()) {
      assertGreeted(proxy, "PROXY TCP4 192.0.2.7 127.0.0.1 40000 3307\r\n");
      assertNotGreeted(proxy, "PROXY TCP4 198.51.100.7 127.0.0.1 40000 3307\r\n");
      assertThat(proxy.count("proxy.sessions.refused")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PROXY UNKNOWN\r\n", SIGNATURE + " \0\0\0"})
  void aBalancersOwnChecksPassUnderItsAddress(String header) throws Exception {
    try (RunningProxy proxy = believing().clientNetworks("192.0.2.0/24").start();
        RawClient client = new RawClient(proxy.port())) {
      client.sendRaw(bytes(header));
      client.read();

      assertThat(proxy.sessions().get(0).clientAddress()).startsWith("127.0.0.1:");
    }
  }

  /** The header arrives byte by byte, and the client's bytes right behind it. */
  @Test
  void whatFollowsTheHeaderIsTheClients() throws Exception {
    try (RunningProxy proxy = believing().clientNetworks("192.0.2.0/24").start();
        RawClient client = new RawClient(proxy.port())) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(bytes("PROXY TCP4 192.0.2.7 127.0.0.1 40000 3307\r\n"));
      all.writeBytes(HEAD_OF_A_HUGE_HANDSHAKE);
      for (byte each : all.toByteArray()) {
        client.sendRaw(each);
      }

      client.read();
      assertThat(new String(client.read(), StandardCharsets.ISO_8859_1))
          .contains("#08S01Bad handshake");
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 nowhere 127.0.0.1 1 2",
    "GET / HTTP/1.1",
    "PROXY TCP4 192.0.2.7 127.0.0.1 40000 99999",
  })
  void whoSaysSomethingElseIsRefused(String line) throws Exception {
    try (RunningProxy proxy = believing().start()) {
      assertNotGreeted(proxy, line + "\r\n");
    }
  }

  /** Announces 65535 bytes, of which the first that is too many ends it. */
  @Test
  void aHeaderThatIsTooLongIsRefused() throws Exception {
    try (RunningProxy proxy = believing().start()) {
      assertNotGreeted(proxy, SIGNATURE + "!\u0011\u00ff\u00ff");
    }
  }

  @Test
  void whoSaysNothingIsRefusedAfterAWhile() throws Exception {
    try (RunningProxy proxy = believing().start()) {
      assertNotGreeted(proxy, "");
    }
  }

  @Test
  void aHeaderFromElsewhereIsNotBelieved() throws Exception {
    try (RunningProxy proxy = RunningProxy.before(Lab.server().port());
        RawClient client = new RawClient(proxy.port())) {
      client.sendRaw(bytes("PROXY TCP4 192.0.2.7 127.0.0.1 40000 3307\r\n"));
      client.read();

      assertThat(new String(client.read(), StandardCharsets.ISO_8859_1))
          .contains("#08S01Bad handshake");
      assertThat(client.isHungUp()).isTrue();
    }
  }

  private static ProxySetUp believing() throws Exception {
    return new ProxySetUp(Lab.server().port()).believing(ToBackend.OFF);
  }

  private static RunningProxy before(RunningProxy inner, ToBackend version) throws IOException {
    return new ProxySetUp(inner.port()).telling(version).start();
  }

  private static void assertGreeted(RunningProxy proxy, String said) throws Exception {
    try (RawClient client = new RawClient(proxy.port())) {
      client.sendRaw(bytes(said));
      assertThat(client.read()[0]).isEqualTo((byte) 10);
    }
  }

  private static void assertNotGreeted(RunningProxy proxy, String said) throws Exception {
    try (RawClient client = new RawClient(proxy.port())) {
      client.sendRaw(bytes(said));
      assertThatThrownBy(
              () -> {
                byte[] first = client.read();
                throw new AssertionError("greeted by " + new String(first, StandardCharsets.UTF_8));
              })
          .isInstanceOf(IOException.class);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
