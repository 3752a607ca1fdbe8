package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.lowtide.it.harness.Authority;
import dev.lowtide.it.harness.BundledMySql;
import dev.lowtide.it.harness.ProxySetUp;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.relay.BackendAddress;
import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.ClientTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who shows which certificate to whom, and what becomes of those who show the wrong one. */
class TlsCertificatesIT {

  private static final String HOST = "localhost";
  private static final String PASSWORD = "a password";

  @TempDir private static Path folder;

  private static Authority trusted;
  private static Authority other;
  private static BundledMySql server;

  @BeforeAll
  static void start() throws Exception {
    trusted = new Authority(folder, "trusted");
    other = new Authority(folder, "other");
    Authority.Issued shown = trusted.issue(HOST);
    server =
        BundledMySql.start(
            "--ssl-ca=" + trusted.file(),
            "--ssl-cert=" + shown.certificate(),
            "--ssl-key=" + shown.key());
    try (Connection root = server.connect()) {
      Lab.execute(
          root,
          "CREATE USER ann IDENTIFIED WITH caching_sha2_password BY '" + PASSWORD + "'",
          "CREATE USER bob IDENTIFIED WITH caching_sha2_password BY '" + PASSWORD + "'",
          "CREATE USER tls_only IDENTIFIED BY '" + PASSWORD + "' REQUIRE SSL",
          "CREATE USER x509_only IDENTIFIED BY '" + PASSWORD + "' REQUIRE X509");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, VERIFY_CA, DISABLED",
    "OFF, VERIFY_IDENTITY, DISABLED",
    "PREFERRED, VERIFY_CA, REQUIRED",
    "PREFERRED, VERIFY_IDENTITY, REQUIRED",
    "PREFERRED, AS_CLIENT, REQUIRED",
  })
  void aBackendWithTheRightCertificateIsTrusted(
      ClientTls clients, BackendTls backend, String sslMode) throws Exception {
    try (RunningProxy proxy = before(HOST, tls(clients, backend, trusted.file()));
        Connection client = connect(proxy, "tls_only", "sslMode=" + sslMode)) {
      assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo("tls_only@%");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, VERIFY_CA, DISABLED, other, localhost",
    "OFF, VERIFY_IDENTITY, DISABLED, trusted, 127.0.0.1",
    "PREFERRED, VERIFY_CA, DISABLED, other, localhost",
    "PREFERRED, VERIFY_CA, REQUIRED, other, localhost",
    "PREFERRED, VERIFY_IDENTITY, REQUIRED, trusted, 127.0.0.1",
    "REQUIRED, AS_CLIENT, REQUIRED, other, localhost",
  })
  void aBackendWithTheWrongCertificateIsToldToTheClient(
      ClientTls clients, BackendTls backend, String sslMode, String authority, String host)
      throws Exception {
    Path ca = authority.equals("other") ? other.file() : trusted.file();
    try (RunningProxy proxy = before(host, tls(clients, backend, ca))) {
      SQLException refusal = refusal(proxy, "ann", "sslMode=" + sslMode);

      assertThat(refusal.getErrorCode()).isEqualTo(2026);
      assertThat(refusal.getMessage())
          .contains("Lowtide has no TLS with the backend " + host)
          .containsAnyOf("valid certification path", "matching IP address " + host);
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ClientTls.class,
      names = {"OFF", "PREFERRED"})
  void ourCertificateIsShownToTheBackend(ClientTls clients) throws Exception {
    Authority.Issued ours = trusted.issue("lowtide");
    TlsConfig tls =
        new TlsConfig(
            clients,
            BackendTls.REQUIRED,
            null,
            null,
            null,
            trusted.file(),
            ours.certificate(),
            ours.key());
    try (RunningProxy proxy = before(HOST, tls);
        Connection client = connect(proxy, "x509_only", "")) {
      assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo("x509_only@%");
    }
    try (RunningProxy proxy = before(HOST, tls(clients, BackendTls.REQUIRED, null))) {
      assertThat(refusal(proxy, "x509_only", "").getErrorCode()).isEqualTo(1045);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OFF", "AS_CLIENT", "REQUIRED"})
  void clientsShowACertificate(BackendTls backend) throws Exception {
    TlsConfig tls = verifying(ClientTls.VERIFY_CA, backend);
    try (RunningProxy proxy = before(HOST, tls)) {
      String shown = "sslMode=REQUIRED&" + trusted.issue("somebody").shown();
      try (Connection client = connect(proxy, "ann", shown)) {
        assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo("ann@%");
      }
      assertThatThrownBy(() -> connect(proxy, "ann", "sslMode=REQUIRED"))
          .isInstanceOf(SQLException.class);
      String wrong = "sslMode=REQUIRED&" + other.issue("somebody").shown();
      assertThatThrownBy(() -> connect(proxy, "ann", wrong)).isInstanceOf(SQLException.class);
      assertThat(refusal(proxy, "ann", "sslMode=DISABLED").getErrorCode()).isEqualTo(3159);
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OFF", "AS_CLIENT"})
  void aCertificateNamesTheUser(BackendTls backend) throws Exception {
    TlsConfig tls = verifying(ClientTls.VERIFY_IDENTITY, backend);
    String shown = "sslMode=REQUIRED&" + trusted.issue("ann").shown();
    try (RunningProxy proxy = before(HOST, tls);
        Connection client = connect(proxy, "ann", shown)) {
      client.unwrap(JdbcConnection.class).changeUser("ann", PASSWORD);
      assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo("ann@%");

      SQLException refusal = refusal(proxy, "bob", shown);
      assertThat(refusal.getErrorCode()).isEqualTo(1045);
      assertThat(refusal.getMessage()).startsWith("Access denied for user 'bob'@'");
      assertThatThrownBy(() -> client.unwrap(JdbcConnection.class).changeUser("bob", PASSWORD))
          .hasMessageStartingWith("Access denied for user 'bob'@'");
    }
  }

  @Test
  void filesAreReplacedWhileConnectionsLiveOn() throws Exception {
    Path certificate = folder.resolve("live.pem");
    Path key = folder.resolve("live-key.pem");
    Instant soon = Instant.now().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    trusted.issue("first", soon).write(certificate, key);
    TlsConfig tls =
        new TlsConfig(
            ClientTls.PREFERRED, BackendTls.OFF, certificate, key, null, null, null, null);
    String old = "sslMode=VERIFY_CA&" + trusted.trusted();
    String renewed = "sslMode=VERIFY_CA&" + other.trusted();
    try (RunningProxy proxy = before(HOST, tls);
        Connection client = connect(proxy, "ann", old)) {
      assertThat(proxy.gauge("proxy.tls.certificate.notAfter")).isEqualTo(soon.getEpochSecond());
      assertThatThrownBy(() -> connect(proxy, "ann", renewed)).isInstanceOf(SQLException.class);

      Files.writeString(certificate, "nonsense");
      assertThatThrownBy(() -> proxy.server().reloadTls())
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("proxy.tls.certificate: " + certificate + " (expected: ");
      try (Connection still = connect(proxy, "ann", old)) {
        assertThat(still.isValid(5)).isTrue();
      }

      Instant later = soon.plus(1, ChronoUnit.DAYS);
      other.issue("second", later).write(certificate, key);
      proxy.server().reloadTls();

      assertThat(proxy.gauge("proxy.tls.certificate.notAfter")).isEqualTo(later.getEpochSecond());
      try (Connection next = connect(proxy, "ann", renewed)) {
        assertThat(next.isValid(5)).isTrue();
      }
      assertThatThrownBy(() -> connect(proxy, "ann", old)).isInstanceOf(SQLException.class);
      assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo("ann@%");
    }
  }

  @ParameterizedTest
  @CsvSource({"OFF, REQUIRED", "REQUIRED, AS_CLIENT", "PREFERRED, REQUIRED"})
  void aServerThatDoesNotOfferTlsIsToldToTheClient(ClientTls clients, BackendTls backend)
      throws Exception {
    try (BundledMySql plain = BundledMySql.start("--tls-version=");
        RunningProxy proxy = RunningProxy.before(plain.port(), tls(clients, backend, null))) {
      SQLException refusal = refusal(proxy, "root", "sslMode=PREFERRED");

      assertThat(refusal.getErrorCode()).isEqualTo(2026);
      assertThat(refusal.getMessage()).contains("Lowtide: the backend ").contains("not offer TLS");
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @Test
  void aServerThatDoesNotOfferTlsHasSessionsWithoutIt() throws Exception {
    try (BundledMySql plain = BundledMySql.start("--tls-version=");
        RunningProxy proxy =
            RunningProxy.before(
                plain.port(), tls(ClientTls.PREFERRED, BackendTls.PREFERRED, null));
        Connection client =
            TestServer.connect("127.0.0.1", proxy.port(), "root", "", "sslMode=REQUIRED")) {
      assertThat(proxy.session(Lab.threadId(client)).isEncrypted()).isTrue();
    }
  }

  private static TlsConfig tls(ClientTls clients, BackendTls backend, Path backendCa) {
    return new TlsConfig(clients, backend, null, null, null, backendCa, null, null);
  }

  private static TlsConfig verifying(ClientTls clients, BackendTls backend) {
    return new TlsConfig(clients, backend, null, null, trusted.file(), null, null, null);
  }

  /** A backend on this machine by one of its names. */
  private static RunningProxy before(String host, TlsConfig tls) throws Exception {
    return new ProxySetUp(new BackendAddress.Tcp(host, server.port())).tls(tls).start();
  }

  private static SQLException refusal(RunningProxy proxy, String user, String options) {
    try (Connection client = connect(proxy, user, options)) {
      throw new AssertionError(user + " was let in: " + client);
    } catch (SQLException e) {
      return e;
    }
  }

  private static Connection connect(RunningProxy proxy, String user, String options)
      throws SQLException {
    return TestServer.connect("127.0.0.1", proxy.port(), user, PASSWORD, options);
  }
}
