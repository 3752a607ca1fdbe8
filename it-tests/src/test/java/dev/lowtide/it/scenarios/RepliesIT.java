package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mysql.cj.jdbc.JdbcConnection;
import com.mysql.cj.jdbc.JdbcStatement;
import dev.lowtide.it.harness.RunningProxy;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.proxy.activity.SessionPhase;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything comes through unchanged, and the observer can follow it to the end. */
@ParameterizedClass(name = "\"{0}\"")
@ValueSource(strings = {"", "useCompression=true"})
class RepliesIT {

  private static final int BIG = 20 << 20;

  private static RunningProxy proxy;

  private final String alwaysOn;
  private Connection client;

  RepliesIT(String options) {
    alwaysOn = options;
  }

  @BeforeAll
  static void start() throws Exception {
    proxy = RunningProxy.before(Lab.server().port());
    try (Connection server = Lab.server().connect()) {
      Lab.execute(
          server,
          "SET GLOBAL max_allowed_packet = 67108864",
          "SET GLOBAL local_infile = ON",
          "DROP TABLE IF EXISTS lab.replies",
          "CREATE TABLE lab.replies (id INT PRIMARY KEY, t LONGTEXT, d DATETIME(3), f DOUBLE)",
          "DROP PROCEDURE IF EXISTS lab.several",
          "CREATE PROCEDURE lab.several(IN a INT, OUT b INT) BEGIN SELECT a; SELECT a, a + 1;"
              + " SET b = a + 2; END");
    }
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  @BeforeEach
  void connect() throws Exception {
    client = connect("");
    Lab.execute(client, "DELETE FROM lab.replies");
  }

  /** A session that was lost track of would be opaque, and one in mid-reply would await it. */
  @AfterEach
  void followedToTheEnd() throws Exception {
    long threadId = Lab.threadId(client);
    assertThat(proxy.session(threadId).phase()).isEqualTo(SessionPhase.READY);
    Lab.await("the reply's end", () -> proxy.session(threadId).command() == null);
    client.close();
  }

  @Test
  void isCompressedWhereTheClientWantsIt() throws Exception {
    assertThat(Lab.rows(client, "SHOW SESSION STATUS LIKE 'Compression'").toString())
        .contains(alwaysOn.isEmpty() ? "OFF" : "ON");
  }

  @Test
  void textAndBinaryRows() throws Exception {
    Lab.execute(
        client,
        "INSERT INTO lab.replies VALUES (1, 'a', '2024-02-29 12:00:00.123', 1.5), (2, NULL, NULL,"
            + " NULL)");
    String sql = "SELECT * FROM lab.replies ORDER BY id";

    assertThat(Lab.rows(client, sql))
        .containsExactly("1|a|2024-02-29 12:00:00.123|1.5|", "2|null|null|null|");
    try (Connection prepared = connect("useServerPrepStmts=true");
        PreparedStatement statement = prepared.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getDouble(4)).isEqualTo(1.5);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(2)).isNull();
    }
  }

  @Test
  void severalResultsAndOutParameters() throws Exception {
    try (CallableStatement call = client.prepareCall("{CALL lab.several(?, ?)}")) {
      call.setInt(1, 5);
      call.registerOutParameter(2, Types.INTEGER);
      call.execute();

      assertThat(call.getMoreResults()).isTrue();
      assertThat(call.getInt(2)).isEqualTo(7);
    }
  }

  @Test
  void severalStatementsInOneCommand() throws Exception {
    try (Connection multi = connect("allowMultiQueries=true");
        Statement statement = multi.createStatement()) {
      statement.execute("SELECT 1; INSERT INTO lab.replies (id) VALUES (7); SELECT 2");

      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getMoreResults()).isTrue();
    }
  }

  @Test
  void anErrorAmongSeveralResults() throws Exception {
    try (Connection multi = connect("allowMultiQueries=true");
        Statement statement = multi.createStatement()) {
      assertThatThrownBy(
              () -> {
                statement.execute("SELECT 1; SELECT * FROM lab.missing; SELECT 2");
                statement.getMoreResults();
              })
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1146));
      assertThat(Lab.ask(multi, "SELECT 3")).isEqualTo("3");
    }
  }

  @Test
  void payloadsLongerThanAPacketInBothDirections() throws Exception {
    for (int length : new int[] {0xFFFFFF - 40, 0xFFFFFF, BIG}) {
      try (PreparedStatement insert =
          client.prepareStatement("REPLACE INTO lab.replies (id, t) VALUES (1, ?)")) {
        insert.setString(1, "x".repeat(length));
        insert.executeUpdate();
      }
      assertThat(Lab.ask(client, "SELECT t FROM lab.replies WHERE id = 1")).hasSize(length);
    }
  }

  @Test
  void longDataBeforeAnExecute() throws Exception {
    byte[] bytes = new byte[3 << 20];
    Arrays.fill(bytes, (byte) 'y');
    try (Connection prepared = connect("useServerPrepStmts=true&blobSendChunkSize=65536");
        PreparedStatement insert =
            prepared.prepareStatement("INSERT INTO lab.replies (id, t) VALUES (?, ?)")) {
      insert.setInt(1, 9);
      insert.setAsciiStream(2, new ByteArrayInputStream(bytes), bytes.length);
      insert.executeUpdate();
    }
    assertThat(Lab.ask(client, "SELECT LENGTH(t) FROM lab.replies WHERE id = 9"))
        .isEqualTo(String.valueOf(bytes.length));
  }

  @Test
  void rowsFetchedThroughACursor() throws Exception {
    fill(1000);
    try (Connection cursor = connect("useCursorFetch=true&defaultFetchSize=10");
        PreparedStatement select =
            cursor.prepareStatement("SELECT id FROM lab.replies ORDER BY id");
        ResultSet rows = select.executeQuery()) {
      int seen = 0;
      while (rows.next()) {
        assertThat(rows.getInt(1)).isEqualTo(++seen);
      }
      assertThat(seen).isEqualTo(1000);
      assertThat(proxy.session(((JdbcConnection) cursor).getId()).phase())
          .isEqualTo(SessionPhase.READY);
    }
  }

  @Test
  void aFileThatTheClientUploads() throws Exception {
    String csv = "1\tone\n2\ttwo\n";
    try (Connection local = connect("allowLoadLocalInfile=true");
        Statement statement = local.createStatement()) {
      ((JdbcStatement) statement)
          .setLocalInfileInputStream(
              new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
      statement.execute("LOAD DATA LOCAL INFILE 'x' INTO TABLE lab.replies (id, t)");
    }
    assertThat(Lab.rows(client, "SELECT id, t FROM lab.replies ORDER BY id"))
        .containsExactly("1|one|", "2|two|");
  }

  @Test
  void aBatchRewrittenIntoOneStatement() throws Exception {
    try (Connection batching = connect("rewriteBatchedStatements=true");
        PreparedStatement insert =
            batching.prepareStatement("INSERT INTO lab.replies (id, t) VALUES (?, ?)")) {
      for (int i = 0; i < 5000; i++) {
        insert.setInt(1, i);
        insert.setString(2, "row " + i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    assertThat(Lab.ask(client, "SELECT COUNT(*) FROM lab.replies")).isEqualTo("5000");
  }

  @Test
  void aKilledStatementEndsWithTheServersError() throws Exception {
    long threadId = Lab.threadId(client);
    Thread killer =
        new Thread(
            () -> {
              try (Connection other = connect("")) {
                Lab.await(
                    "the statement at work",
                    () -> {
                      var command = proxy.session(threadId).command();
                      return command != null && command.digest().contains("SLEEP");
                    });
                Lab.execute(other, "KILL QUERY " + threadId);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    killer.start();

    assertThatThrownBy(
            () ->
                Lab.ask(
                    client,
                    "SELECT COUNT(*) FROM lab.replies WHERE SLEEP(60) = 0 UNION SELECT SLEEP(60)"))
        .isInstanceOf(SQLException.class);
    killer.join();
  }

  @Test
  void changingTheUserAndResetting() throws Exception {
    try (Connection changing = connect("")) {
      JdbcConnection jdbc = changing.unwrap(JdbcConnection.class);
      jdbc.changeUser(Lab.server().user(), Lab.server().password());
      long threadId = Lab.threadId(changing);

      assertThat(Lab.ask(changing, "SELECT USER()")).startsWith(Lab.server().user() + "@");
      assertThat(proxy.session(threadId).user()).isEqualTo(Lab.server().user());

      jdbc.resetServerState();
      assertThat(Lab.ask(changing, "SELECT 1")).isEqualTo("1");
      assertThat(proxy.session(threadId).phase()).isEqualTo(SessionPhase.READY);
    }
  }

  @Test
  void theSchemaIsFollowed() throws Exception {
    long threadId = Lab.threadId(client);

    Lab.execute(client, "USE mysql");
    assertThat(proxy.session(threadId).schema()).isEqualTo("mysql");

    client.setCatalog("lab");
    Lab.execute(client, "DO 1");
    assertThat(proxy.session(threadId).schema()).isEqualTo("lab");
  }

  private void fill(int rows) throws SQLException {
    try (PreparedStatement insert =
        client.prepareStatement("INSERT INTO lab.replies (id) VALUES (?)")) {
      for (int i = 1; i <= rows; i++) {
        insert.setInt(1, i);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private Connection connect(String options) throws SQLException {
    String all = alwaysOn + "&" + options;
    return TestServer.connect("127.0.0.1", proxy.port(), Lab.USER, Lab.PASSWORD, all);
  }
}
