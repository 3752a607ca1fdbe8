package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.ProxySetUp;
import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No client gets to the schemas that are ours, whichever way it tries; and its session goes on. */
class ClosedSchemasIT {

  private static final int COM_INIT_DB = 0x02;
  private static final int COM_CHANGE_USER = 0x11;
  private static final int COM_STMT_PREPARE = 0x16;
  private static final int MULTI =
      RawClient.CLIENT_MULTI_STATEMENTS | RawClient.CLIENT_MULTI_RESULTS;
  private static final String DENIED =
      "#42000Access denied for user 'raw'@'127.0.0.1' to database 'hidden'";

  private static RunningProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    proxy = new ProxySetUp(Lab.server().port()).closing("hidden", "hidden_too").start();
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "DROP USER IF EXISTS raw",
          "CREATE USER raw IDENTIFIED WITH caching_sha2_password BY 'raw'",
          "GRANT ALL ON *.* TO raw",
          "DROP DATABASE IF EXISTS hidden",
          "CREATE DATABASE hidden",
          "CREATE TABLE hidden.rows_of_ours (id INT PRIMARY KEY)",
          "INSERT INTO hidden.rows_of_ours VALUES (1)");
    }
  }

  @BeforeEach
  void makeTable() throws Exception {
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "DROP TABLE IF EXISTS lab.open_to_all",
          "CREATE TABLE lab.open_to_all (id INT PRIMARY KEY)",
          "INSERT INTO lab.open_to_all VALUES (1)");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.close();
    try (Connection server = Lab.server().connect()) {
      assertThat(Lab.ask(server, "SELECT COUNT(*) FROM hidden.rows_of_ours")).isEqualTo("1");
      Lab.execute(server, "DROP DATABASE hidden");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM hidden.rows_of_ours",
        "USE hidden",
        "RENAME TABLE open_to_all TO hidden.open_to_all",
        "DELETE FROM hidden.rows_of_ours",
        "CREATE TABLE Hidden_Too.x (id INT)",
        "DROP DATABASE hidden",
        "CREATE DATABASE hidden_too",
        "DELETE FROM open_to_all; DELETE FROM hidden.rows_of_ours",
        "PREPARE s FROM 'DELETE FROM hidden.rows_of_ours'",
      })
  void textsAreAnsweredInTheServersWords(String sql) throws Exception {
    try (RawClient client = signedIn(MULTI)) {
      client.query(sql);
      assertThat(text(client.read()).toLowerCase(Locale.ROOT))
          .contains("access denied for user 'raw'@'127.0.0.1' to database 'hidden");

      assertGoesOn(client);
    }
    try (Connection server = Lab.server().connect()) {
      assertThat(Lab.ask(server, "SELECT COUNT(*) FROM lab.open_to_all")).isEqualTo("1");
      assertThat(Lab.ask(server, "SHOW DATABASES LIKE 'hidden%'")).isEqualTo("hidden");
    }
  }

  @Test
  void commandsThatNameASchemaAreRefusedAsTheServerWould() throws Exception {
    try (RawClient client = signedIn(0)) {
      client.command(COM_INIT_DB, bytes("hidden"));
      byte[] error = client.read();
      assertThat(text(error)).endsWith(DENIED);
      assertThat((error[1] & 0xFF) | (error[2] & 0xFF) << 8).isEqualTo(1044);

      client.command(COM_STMT_PREPARE, bytes("SELECT * FROM hidden.rows_of_ours"));
      assertThat(text(client.read())).endsWith(DENIED);
      assertGoesOn(client);
    }
  }

  @Test
  void nobodySignsInToOne() throws Exception {
    try (RawClient client = new RawClient(proxy.port())) {
      assertThat(text(client.signIn("raw", "raw", "hidden", 0))).endsWith(DENIED);
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  void nobodyBecomesAnotherUserInOne() throws Exception {
    try (RawClient client = signedIn(0)) {
      client.query("DO 1");
      client.command(COM_CHANGE_USER, bytes("raw\0\0hidden\0-\0mysql_native_password\0"));

      assertThat(client.read()[0]).isZero();
      assertThat(text(client.read())).endsWith(DENIED);
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  void amongCommandsSentAheadEachHasItsAnswerInItsPlace() throws Exception {
    try (RawClient client = signedIn(0)) {
      ByteArrayOutputStream commands = new ByteArrayOutputStream();
      for (int i = 0; i < 300; i++) {
        String sql = i % 3 == 2 ? "DELETE FROM hidden.rows_of_ours" : "DO " + i;
        commands.writeBytes(RawClient.packet(0, bytes("\3" + sql)));
      }
      client.sendRaw(commands.toByteArray());

      for (int i = 0; i < 300; i++) {
        byte[] reply = client.read();
        assertThat(reply[0]).as("reply %d", i).isEqualTo((byte) (i % 3 == 2 ? 0xFF : 0));
      }
      assertGoesOn(client);
    }
  }

  @Test
  void bytesThatComeOneByOneAreRefusedTheSame() throws Exception {
    try (RawClient client = signedIn(0)) {
      for (byte one : RawClient.packet(0, bytes("\3DELETE FROM hidden.rows_of_ours"))) {
        client.sendRaw(one);
      }
      assertThat(text(client.read())).endsWith(DENIED);
      assertGoesOn(client);
    }
  }

  @Test
  void aTextLongerThanAPacketIsTakenOutWhole() throws Exception {
    try (RawClient client = signedIn(0)) {
      byte[] text = bytes("\3INSERT INTO hidden.rows_of_ours VALUES (2) -- " + "x".repeat(1 << 24));
      client.sendRaw(RawClient.packet(0, Arrays.copyOf(text, 0xFFFFFF)));
      client.sendRaw(RawClient.packet(1, Arrays.copyOfRange(text, 0xFFFFFF, text.length)));

      assertThat(text(client.read())).endsWith(DENIED);
      assertGoesOn(client);
    }
  }

  @Test
  void aTransactionGoesOnAsAfterAnyErrorThatRollsNothingBack() throws Exception {
    try (RawClient client = signedIn(0)) {
      for (String sql : List.of("BEGIN", "INSERT INTO open_to_all VALUES (2)")) {
        client.query(sql);
        assertThat(client.read()[0]).isZero();
      }
      client.query("DELETE FROM hidden.rows_of_ours");
      assertThat(text(client.read())).endsWith(DENIED);
      client.query("COMMIT");
      assertThat(client.read()[0]).isZero();
    }
    try (Connection server = Lab.server().connect()) {
      assertThat(Lab.ask(server, "SELECT COUNT(*) FROM lab.open_to_all")).isEqualTo("2");
    }
  }

  @Test
  void behindAFileThatWasLoadedTheNextCommandIsRefused() throws Exception {
    try (Connection server = Lab.server().connect()) {
      Lab.execute(server, "SET GLOBAL local_infile = ON");
    }
    try (RawClient client = signedIn(RawClient.CLIENT_LOCAL_FILES)) {
      client.query("LOAD DATA LOCAL INFILE 'x' INTO TABLE open_to_all");
      assertThat(client.read()[0] & 0xFF).isEqualTo(0xFB);
      client.send(2, bytes("\3DELETE FROM hidden.rows_of_ours\n"));
      client.send(3);
      client.query("DELETE FROM hidden.rows_of_ours");

      assertThat(client.read()[0]).isZero();
      assertThat(text(client.read())).endsWith(DENIED);
      assertGoesOn(client);
    }
  }

  /** Connector/J, with what it prepares prepared at the server, and with all of it compressed. */
  @ParameterizedTest
  @ValueSource(strings = {"", "useServerPrepStmts=true", "useCompression=true"})
  void driversHearAnErrorAndGoOn(String options) throws Exception {
    try (Connection client =
        TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, options)) {
      client.setCatalog(Lab.SCHEMA);
      client.setAutoCommit(false);
      Lab.execute(client, "INSERT INTO open_to_all VALUES (3)");
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> execute(client, "SELECT * FROM hidden.rows_of_ours"))
            .isInstanceOfSatisfying(
                SQLException.class,
                e -> {
                  assertThat(e.getErrorCode()).isEqualTo(1044);
                  assertThat(e.getSQLState()).isEqualTo("42000");
                });
        assertThatThrownBy(() -> client.setCatalog("hidden")).hasMessageContaining("denied");
      }
      client.commit();
      assertThat(Lab.ask(client, "SELECT COUNT(*) FROM open_to_all")).isEqualTo("2");
    }
  }

  private static void execute(Connection client, String sql) throws SQLException {
    try (PreparedStatement statement = client.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private static void assertGoesOn(RawClient client) throws Exception {
    client.query("INSERT INTO open_to_all VALUES (77)");
    assertThat(client.read()[0]).isZero();
    client.query("DELETE FROM open_to_all WHERE id = 77");
    assertThat(client.read()[0]).isZero();
  }

  private static RawClient signedIn(int capabilities) throws Exception {
    RawClient client = new RawClient(proxy.port());
    assertThat(client.signIn("raw", "raw", Lab.SCHEMA, capabilities)[0]).isZero();
    return client;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }
}
