package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may sign in at the server may sign in through the proxy, in the same way. */
class SigningInIT {

  private static RunningProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    proxy = RunningProxy.before(Lab.server().port());
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  /** An account's password is not cached by the server until it has signed in once in full. */
  @BeforeEach
  void makeAccounts() throws Exception {
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "DROP USER IF EXISTS sha2, sha256, nobody, tls_only",
          "CREATE USER sha2 IDENTIFIED WITH caching_sha2_password BY 'a password'",
          "CREATE USER sha256 IDENTIFIED WITH sha256_password BY 'a password'",
          "CREATE USER nobody IDENTIFIED BY ''",
          "CREATE USER tls_only IDENTIFIED BY 'a password' REQUIRE SSL");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sha2, a password, sslMode=REQUIRED, true",
    "sha2, a password, sslMode=DISABLED, false",
    "sha256, a password, sslMode=REQUIRED, true",
    "sha256, a password, sslMode=DISABLED, false",
    "nobody, '', sslMode=REQUIRED, true",
    "nobody, '', sslMode=DISABLED, false",
    "tls_only, a password, sslMode=PREFERRED, true",
  })
  void bothLegsAreEncryptedIfTheClientAsksForIt(
      String user, String password, String options, boolean isEncrypted) throws Exception {
    for (String round : new String[] {"in full", "from the server's cache"}) {
      try (Connection client = connect(user, password, options)) {
        String cipher = Lab.rows(client, "SHOW SESSION STATUS LIKE 'Ssl_cipher'").get(0);
        SessionSnapshot session = proxy.session(Lab.threadId(client));

        assertThat(cipher.equals("Ssl_cipher||")).as(round).isEqualTo(!isEncrypted);
        assertThat(session.isEncrypted()).isEqualTo(isEncrypted);
        assertThat(session.user()).isEqualTo(user);
        assertThat(session.phase()).isEqualTo(SessionPhase.READY);
      }
    }
  }

  @Test
  void aNativePasswordIsSwitchedTo() throws Exception {
    try (Connection server = Lab.server().connect()) {
      try {
        Lab.execute(
            server,
            "DROP USER IF EXISTS native",
            "CREATE USER native IDENTIFIED WITH mysql_native_password BY 'a password'");
      } catch (SQLException e) {
        // 9.x has no such plugin any more; then there is nothing to switch to.
        assertThat(e.getErrorCode()).isEqualTo(1524);
        return;
      }
    }
    try (Connection client = connect("native", "a password", "sslMode=DISABLED")) {
      assertThat(Lab.ask(client, "SELECT CURRENT_USER()")).isEqualTo("native@%");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslMode=REQUIRED", "sslMode=DISABLED"})
  void aWrongPasswordIsRefusedInTheServersWords(String options) throws Exception {
    SQLException direct = refusal(Lab.server().port(), "sha2", "wrong", options);
    SQLException proxied = refusal(proxy.port(), "sha2", "wrong", options);

    assertThat(proxied.getErrorCode()).isEqualTo(1045);
    assertThat(proxied.getMessage()).isEqualTo(direct.getMessage());
    assertThat(proxied.getSQLState()).isEqualTo(direct.getSQLState());
  }

  @Test
  void anAccountThatRequiresTlsIsRefusedWithoutIt() throws Exception {
    SQLException direct =
        refusal(Lab.server().port(), "tls_only", "a password", "sslMode=DISABLED");
    SQLException proxied = refusal(proxy.port(), "tls_only", "a password", "sslMode=DISABLED");

    assertThat(proxied.getMessage()).isEqualTo(direct.getMessage());
  }

  @Test
  void withoutTlsAndWithoutThePublicKeyTheDriverRefuses() {
    assertThatThrownBy(
            () ->
                TestServer.connect(
                    "127.0.0.1",
                    proxy.port(),
                    "sha2",
                    "a password",
                    "sslMode=DISABLED&allowPublicKeyRetrieval=false"))
        .hasMessageContaining("Public Key Retrieval is not allowed");
  }

  @Test
  void whoAndFromWhereIsKnown() throws Exception {
    try (Connection client =
        connect(Lab.USER, Lab.PASSWORD, "connectionAttributes=program_name:till")) {
      client.setCatalog(Lab.SCHEMA);
      SessionSnapshot session = proxy.session(Lab.threadId(client));

      assertThat(session.program()).isEqualTo("till");
      assertThat(session.schema()).isEqualTo(Lab.SCHEMA);
      assertThat(session.clientAddress()).startsWith("127.0.0.1:");
    }
  }

  private static SQLException refusal(int port, String user, String password, String options) {
    try (Connection client = TestServer.connect("127.0.0.1", port, user, password, options)) {
      throw new AssertionError(user + " was let in: " + client);
    } catch (SQLException e) {
      return e;
    }
  }

  private static Connection connect(String user, String password, String options)
      throws SQLException {
    return TestServer.connect("127.0.0.1", proxy.port(), user, password, options);
  }
}
