package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.ClientTls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers that begin TLS and do something else, and a server that asks for what must not be said. */
class TlsStrangersIT {

  private static final int SSL = 1 << 11;
  private static final int USUAL = 1 | 1 << 9 | 1 << 15 | 1 << 19;

  @Test
  void aServerThatAsksForAPasswordInClearDoesNotGetIt() throws Exception {
    byte[] greeting;
    try (RawClient client = new RawClient(Lab.server().port())) {
      greeting = client.read();
    }
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RunningProxy proxy =
            RunningProxy.before(listener.getLocalPort(), tls(ClientTls.REQUIRED, BackendTls.OFF))) {
      CompletableFuture<String> heard =
          CompletableFuture.supplyAsync(() -> askForPassword(listener, greeting));

      SQLException refusal =
          refusal(proxy, "geheimnis", "sslMode=REQUIRED&defaultAuthenticationPlugin=" + clear());

      assertThat(refusal.getMessage()).contains("does not send a password in clear");
      assertThat(heard.get(20, TimeUnit.SECONDS)).contains(Lab.USER).doesNotContain("geheimnis");
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @Test
  void aPublicKeyThatIsNotOursIsRefused(@TempDir Path folder) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    Path file = folder.resolve("public.pem");
    Files.writeString(
        file,
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    try (Connection server = Lab.server().connect();
        RunningProxy proxy =
            RunningProxy.before(Lab.server().port(), tls(ClientTls.OFF, BackendTls.REQUIRED))) {
      Lab.execute(server, "FLUSH PRIVILEGES");

      SQLException refusal =
          refusal(proxy, Lab.PASSWORD, "sslMode=DISABLED&serverRSAPublicKeyFile=" + file);

      assertThat(refusal.getErrorCode()).isEqualTo(1045);
      assertThat(refusal.getMessage()).startsWith("Access denied for user '" + Lab.USER + "'@'");
    }
  }

  @Test
  void aClientThatAsksForTlsAndSpeaksNoneIsEndedAlone() throws Exception {
    try (RunningProxy proxy =
            RunningProxy.before(Lab.server().port(), tls(ClientTls.PREFERRED, BackendTls.OFF));
        Connection bystander = connect(proxy, Lab.PASSWORD, "sslMode=REQUIRED");
        RawClient client = new RawClient(proxy.port())) {
      client.read();
      client.send(1, request(USUAL | SSL));
      client.sendRaw("this is not TLS, whatever else it may be".getBytes(StandardCharsets.UTF_8));

      assertThat(client.readToTheEnd()).isNotNull();
      Lab.await("one session to be left", () -> proxy.sessions().size() == 1);
      assertThat(bystander.isValid(5)).isTrue();
    }
  }

  @Test
  void aClientThatAsksForTlsWhereNoneIsOfferedIsRefused() throws Exception {
    try (RunningProxy proxy =
            RunningProxy.before(Lab.server().port(), tls(ClientTls.OFF, BackendTls.AS_CLIENT));
        RawClient client = new RawClient(proxy.port())) {
      client.read();
      client.send(1, request(USUAL | SSL));

      assertThat(new String(client.read(), StandardCharsets.UTF_8)).endsWith("Bad handshake");
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  void aLoginThatIsNoneIsRefusedWhereItMustBeTranslated() throws Exception {
    try (RunningProxy proxy =
            RunningProxy.before(Lab.server().port(), tls(ClientTls.OFF, BackendTls.REQUIRED));
        RawClient client = new RawClient(proxy.port())) {
      client.read();
      client.send(1, new byte[40]);

      assertThat(new String(client.read(), StandardCharsets.UTF_8)).endsWith("Bad handshake");
      assertThat(client.isHungUp()).isTrue();
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @Test
  void aClientThatKnowsPacketsOnlyIsGivenOurKey() throws Exception {
    try (Connection server = Lab.server().connect();
        RunningProxy proxy =
            RunningProxy.before(Lab.server().port(), tls(ClientTls.OFF, BackendTls.REQUIRED));
        RawClient client = new RawClient(proxy.port())) {
      Lab.execute(server, "FLUSH PRIVILEGES");
      byte[] last = client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);
      assertThat(last[0]).isZero();

      client.command(0x0E);
      assertThat(client.read()[0]).isZero();
    }
  }

  @Test
  void aLoginThatIsShorterThanARequestForTlsIsRefused() throws Exception {
    try (RunningProxy proxy =
            RunningProxy.before(Lab.server().port(), tls(ClientTls.OFF, BackendTls.REQUIRED));
        RawClient client = new RawClient(proxy.port())) {
      client.read();
      client.send(1, (byte) 1, (byte) 2);

      assertThat(new String(client.read(), StandardCharsets.UTF_8)).endsWith("Bad handshake");
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  /** Greets, asks for another plugin, and returns all that it hears. */
  private static String askForPassword(ServerSocket listener, byte[] greeting) {
    try (Socket proxy = listener.accept()) {
      proxy.getOutputStream().write(RawClient.packet(0, greeting));
      InputStream in = proxy.getInputStream();
      byte[] login = in.readNBytes(4);
      byte[] response = in.readNBytes((login[0] & 0xFF) | (login[1] & 0xFF) << 8);
      byte[] request = "\u00femysql_clear_password\0".getBytes(StandardCharsets.ISO_8859_1);
      proxy.getOutputStream().write(RawClient.packet(2, request));
      return new String(response, StandardCharsets.ISO_8859_1)
          + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] request(int capabilities) {
    byte[] request = new byte[32];
    for (int i = 0; i < 4; i++) {
      request[i] = (byte) (capabilities >> (8 * i));
    }
    return request;
  }

  private static String clear() {
    return "com.mysql.cj.protocol.a.authentication.MysqlClearPasswordPlugin";
  }

  private static TlsConfig tls(ClientTls clients, BackendTls backend) {
    return new TlsConfig(clients, backend, null, null, null, null, null, null);
  }

  private static SQLException refusal(RunningProxy proxy, String password, String options) {
    try (Connection client = connect(proxy, password, options)) {
      throw new AssertionError("let in: " + client);
    } catch (SQLException e) {
      return e;
    }
  }

  private static Connection connect(RunningProxy proxy, String password, String options)
      throws SQLException {
    return TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, password, options);
  }
}
