package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.JdbcConnection;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.harness.Wiretap;
import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.ClientTls;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each leg with TLS or without: whoever may sign in can, and no password is there to be read. */
class TlsLegsIT {

  private static final String PASSWORD = "a password that nobody else says";

  private static final List<String> accounts = new ArrayList<>();

  @BeforeAll
  static void makeAccounts() throws Exception {
    accounts.clear();
    for (String plugin : List.of("caching_sha2", "sha256", "mysql_native")) {
      makeAccount(plugin + "_password", "t_" + plugin);
    }
    try (Connection server = Lab.server().connect()) {
      Lab.execute(server, "DROP USER IF EXISTS t_nobody", "CREATE USER t_nobody");
    }
  }

  /** 9.x knows the native plugin no more; without it there is nothing to switch to. */
  private static void makeAccount(String plugin, String user) throws Exception {
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "DROP USER IF EXISTS " + user,
          "CREATE USER " + user + " IDENTIFIED WITH " + plugin + " BY '" + PASSWORD + "'",
          "GRANT SELECT ON *.* TO " + user);
      accounts.add(user);
    } catch (SQLException e) {
      assertThat(e.getErrorCode()).isEqualTo(1524);
    }
  }

  /** The server keeps no hash in memory, and so asks for the password itself. */
  @BeforeEach
  void emptyTheServersCache() throws Exception {
    try (Connection server = Lab.server().connect()) {
      Lab.execute(server, "FLUSH PRIVILEGES");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, AS_CLIENT, PREFERRED, false, false",
    "OFF, OFF, PREFERRED, false, false",
    "OFF, PREFERRED, PREFERRED, false, true",
    "OFF, REQUIRED, DISABLED, false, true",
    "PREFERRED, AS_CLIENT, DISABLED, false, false",
    "PREFERRED, AS_CLIENT, REQUIRED, true, true",
    "PREFERRED, OFF, DISABLED, false, false",
    "PREFERRED, OFF, REQUIRED, true, false",
    "PREFERRED, PREFERRED, DISABLED, false, true",
    "PREFERRED, REQUIRED, REQUIRED, true, true",
    "REQUIRED, AS_CLIENT, REQUIRED, true, true",
    "REQUIRED, OFF, REQUIRED, true, false",
    "REQUIRED, PREFERRED, REQUIRED, true, true",
    "PASSTHROUGH, AS_CLIENT, DISABLED, false, false",
  })
  void everyAccountSignsIn(
      ClientTls clients,
      BackendTls backend,
      String sslMode,
      boolean isClientEncrypted,
      boolean isBackendEncrypted)
      throws Exception {
    try (Wiretap tap = Wiretap.before(Lab.server().port());
        RunningProxy proxy = RunningProxy.before(tap.port(), tls(clients, backend))) {
      for (String user : accounts) {
        for (String round : List.of("in full", "from the server's cache")) {
          try (Connection client = connect(proxy, user, PASSWORD, "sslMode=" + sslMode)) {
            SessionSnapshot session = proxy.session(Lab.threadId(client));

            assertThat(isEncrypted(client)).as(user + round).isEqualTo(isBackendEncrypted);
            assertThat(session.isEncrypted()).as(user + round).isEqualTo(isClientEncrypted);
            assertThat(session.phase()).as(user + round).isEqualTo(SessionPhase.READY);
            assertThat(session.user()).isEqualTo(user);
          }
        }
      }
      assertThat(tap.heard()).doesNotContain(PASSWORD);
    }
  }

  @ParameterizedTest
  @CsvSource({"OFF, REQUIRED, DISABLED", "REQUIRED, OFF, REQUIRED"})
  void anEmptyPasswordAndAWrongOneAreWhatTheyAre(
      ClientTls clients, BackendTls backend, String sslMode) throws Exception {
    try (RunningProxy proxy = before(clients, backend)) {
      try (Connection client = connect(proxy, "t_nobody", "", "sslMode=" + sslMode)) {
        assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo("t_nobody@%");
      }
      for (String user : accounts) {
        SQLException refusal = refusal(proxy, user, "wrong", "sslMode=" + sslMode);
        assertThat(refusal.getErrorCode()).as(user).isEqualTo(1045);
        assertThat(refusal.getMessage()).startsWith("Access denied for user '" + user + "'@'");
      }
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, REQUIRED, DISABLED",
    "REQUIRED, OFF, REQUIRED",
    "REQUIRED, REQUIRED, REQUIRED",
    "OFF, OFF, DISABLED",
  })
  void anotherUserSignsInInTheSameSession(ClientTls clients, BackendTls backend, String sslMode)
      throws Exception {
    try (Wiretap tap = Wiretap.before(Lab.server().port());
        RunningProxy proxy = RunningProxy.before(tap.port(), tls(clients, backend));
        Connection client = connect(proxy, Lab.USER, Lab.PASSWORD, "sslMode=" + sslMode)) {
      for (int round = 0; round < 2; round++) {
        for (String user : accounts) {
          client.unwrap(JdbcConnection.class).changeUser(user, PASSWORD);

          assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo(user + "@%");
          assertThat(proxy.session(Lab.threadId(client)).user()).isEqualTo(user);
          assertThat(proxy.session(Lab.threadId(client)).phase()).isEqualTo(SessionPhase.READY);
        }
      }
      assertThat(tap.heard()).doesNotContain(PASSWORD);
    }
  }

  @Test
  void aClientThatOffersItsPasswordInClearIsAskedForItOtherwise() throws Exception {
    try (Wiretap tap = Wiretap.before(Lab.server().port());
        RunningProxy proxy =
            RunningProxy.before(tap.port(), tls(ClientTls.REQUIRED, BackendTls.OFF))) {
      for (String plugin :
          List.of(
              "com.mysql.cj.protocol.a.authentication.MysqlClearPasswordPlugin",
              "com.mysql.cj.protocol.a.authentication.Sha256PasswordPlugin")) {
        String options = "sslMode=REQUIRED&defaultAuthenticationPlugin=" + plugin;
        for (String user : accounts) {
          try (Connection client = connect(proxy, user, PASSWORD, options)) {
            assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo(user + "@%");
          }
        }
      }
      assertThat(tap.heard()).doesNotContain(PASSWORD).contains("t_sha256");
    }
  }

  @Test
  void clientsWithoutTlsAreRefusedAsTheServerWould() throws Exception {
    try (RunningProxy proxy = before(ClientTls.REQUIRED, BackendTls.OFF);
        Connection server = Lab.server().connect()) {
      SQLException proxied = refusal(proxy, Lab.USER, Lab.PASSWORD, "sslMode=DISABLED");
      Lab.execute(server, "SET GLOBAL require_secure_transport = ON");
      SQLException direct;
      try {
        direct = refusal(Lab.server().port(), Lab.USER, Lab.PASSWORD, "sslMode=DISABLED");
      } finally {
        Lab.execute(server, "SET GLOBAL require_secure_transport = OFF");
      }

      assertThat(proxied.getErrorCode()).isEqualTo(3159).isEqualTo(direct.getErrorCode());
      assertThat(proxied.getMessage()).isEqualTo(direct.getMessage());
      assertThat(proxied.getSQLState()).isEqualTo(direct.getSQLState());
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @Test
  void tlsThatPassesThroughIsTheServersOwnAndIsNotRead() throws Exception {
    try (RunningProxy proxy = before(ClientTls.PASSTHROUGH, BackendTls.AS_CLIENT);
        Connection encrypted = connect(proxy, Lab.USER, Lab.PASSWORD, "sslMode=REQUIRED");
        Connection plain = connect(proxy, Lab.USER, Lab.PASSWORD, "sslMode=DISABLED")) {
      assertThat(isEncrypted(encrypted)).isTrue();
      SessionSnapshot opaque = proxy.session(Lab.threadId(encrypted));
      assertThat(opaque.phase()).isEqualTo(SessionPhase.OPAQUE);
      assertThat(opaque.isEncrypted()).isTrue();
      assertThat(opaque.user()).isEmpty();
      assertThat(proxy.session(Lab.threadId(plain)).phase()).isEqualTo(SessionPhase.READY);
      assertThat(proxy.count("proxy.sessions.opaque")).isEqualTo(1);
    }
  }

  @Test
  void aCompressedSessionWhoseLegsDifferMayDoAllButChangeItsUser() throws Exception {
    try (RunningProxy proxy = before(ClientTls.REQUIRED, BackendTls.OFF);
        Connection client =
            connect(proxy, Lab.USER, Lab.PASSWORD, "sslMode=REQUIRED&useCompression=true")) {
      assertThat(Lab.rows(client, "SHOW SESSION STATUS LIKE 'Compression'").toString())
          .contains("ON");

      assertThatThrownBy(
              () -> client.unwrap(JdbcConnection.class).changeUser(Lab.USER, Lab.PASSWORD))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("a compressed session whose legs differ in TLS");
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  @Test
  void clientsThatAreNotOfferedTlsAndInsistGoAway() throws Exception {
    try (RunningProxy proxy = before(ClientTls.OFF, BackendTls.REQUIRED)) {
      assertThatThrownBy(() -> connect(proxy, Lab.USER, Lab.PASSWORD, "sslMode=REQUIRED"))
          .hasMessageContaining("SSL");
      Lab.await("no session to be left", () -> proxy.sessions().isEmpty());
    }
  }

  private static RunningProxy before(ClientTls clients, BackendTls backend) throws Exception {
    return RunningProxy.before(Lab.server().port(), tls(clients, backend));
  }

  private static TlsConfig tls(ClientTls clients, BackendTls backend) {
    return new TlsConfig(clients, backend, null, null, null, null, null, null);
  }

  private static boolean isEncrypted(Connection client) throws SQLException {
    return !Lab.rows(client, "SHOW SESSION STATUS LIKE 'Ssl_cipher'").get(0).endsWith("||");
  }

  private static SQLException refusal(
      RunningProxy proxy, String user, String password, String options) {
    return refusal(proxy.port(), user, password, options);
  }

  private static SQLException refusal(int port, String user, String password, String options) {
    try (Connection client = TestServer.connect("127.0.0.1", port, user, password, options)) {
      throw new AssertionError(user + " was let in: " + client);
    } catch (SQLException e) {
      return e;
    }
  }

  private static Connection connect(
      RunningProxy proxy, String user, String password, String options) throws SQLException {
    return TestServer.connect("127.0.0.1", proxy.port(), user, password, options);
  }
}
