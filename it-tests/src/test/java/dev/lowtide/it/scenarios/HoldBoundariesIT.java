package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RawClient;
import dev.lowtide.proxy.hold.Hold;
import dev.lowtide.proxy.hold.HoldState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement waits before it begins, and nothing waits in the middle of anything. */
class HoldBoundariesIT extends HoldScenario {

  private static final int COM_INIT_DB = 0x02;
  private static final int COM_PING = 0x0E;
  private static final int COM_RESET_CONNECTION = 0x1F;
  private static final int COM_STMT_PREPARE = 0x16;
  private static final int COM_STMT_EXECUTE = 0x17;
  private static final int COM_STMT_SEND_LONG_DATA = 0x18;
  private static final int LOCAL_INFILE = 0xFB;

  @Test
  void anUploadGoesOnToItsEnd() throws Exception {
    try (RawClient client = new RawClient(proxy.port())) {
      client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, RawClient.CLIENT_LOCAL_FILES);
      client.query("LOAD DATA LOCAL INFILE 'anything' INTO TABLE held (id)");
      assertThat(client.read()[0] & 0xFF).isEqualTo(LOCAL_INFILE);
      try (Hold hold = place(TOUCHING)) {
        awaitState(hold, HoldState.HOLDING);
        Lab.await("all to be looked at", hold::hasLooked);

        client.send(2, text("1\n2\n"));
        client.send(3, text("3\n"));
        client.send(4);
        client.read();

        assertThat(hold.counts().held()).isZero();
        awaitState(hold, HoldState.QUIET);
      }
    }
    assertThat(rows()).isEqualTo(3);
  }

  @Test
  void longDataFlowsAndTheExecutionWaits() throws Exception {
    try (Connection server = Lab.direct();
        RawClient client = new RawClient(proxy.port())) {
      Lab.execute(server, "ALTER TABLE held ADD COLUMN text TEXT");
      client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);
      client.command(COM_STMT_PREPARE, text("INSERT INTO held (text) VALUES (?)"));
      byte[] id = Arrays.copyOfRange(client.read(), 1, 5);
      client.read(2);
      client.command(COM_STMT_SEND_LONG_DATA, joined(id, new byte[2], text("first ")));
      Hold hold = place(TOUCHING);
      client.command(COM_STMT_SEND_LONG_DATA, joined(id, new byte[2], text("second")));
      byte[] types = {0, 1, 0, 0, 0, 0, 1, (byte) 0xFC, 0};

      client.command(COM_STMT_EXECUTE, joined(id, types));

      awaitHeld(hold, 1);
      assertThat(rows()).isZero();
      hold.release();
      client.read();
      assertThat(Lab.ask(server, "SELECT text FROM held")).isEqualTo("first second");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&useCompression=true"})
  void rowsOfAnOpenCursorFlow(String options) throws Exception {
    Connection reader = connect("useServerPrepStmts=true&useCursorFetch=true" + options);
    Lab.execute(reader, WRITE, WRITE, WRITE);
    try (PreparedStatement select = reader.prepareStatement("SELECT id FROM held")) {
      select.setFetchSize(1);
      ResultSet rows = select.executeQuery();
      assertThat(rows.next()).isTrue();
      try (Hold hold = place(TOUCHING)) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isFalse();
        rows.close();

        assertThat(hold.counts().held()).isZero();
      }
    }
  }

  @Test
  void replyAndStatementThatAreUnderWayEndBeforeTheNextOneWaits() throws Exception {
    Lab.execute(connect(), WRITE);
    try (RawClient client = new RawClient(proxy.port())) {
      client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);
      client.query("SELECT SLEEP(0.5) FROM held");
      Lab.await(
          "a statement in flight",
          () -> proxy.sessions().stream().anyMatch(session -> session.command() != null));
      Hold hold = place(TOUCHING);

      client.query("SELECT id FROM held");

      client.read(5);
      awaitHeld(hold, 1);
      assertThat(hold.state()).isEqualTo(HoldState.QUIET);
      hold.release();
      client.read(5);
    }
  }

  @Test
  void severalStatementsInOneWaitTogether() throws Exception {
    Connection writer = connect("allowMultiQueries=true");
    Hold hold = place(WRITES);

    CompletableFuture<Void> write = run(writer, "INSERT INTO free VALUES (NULL); " + WRITE);

    awaitHeld(hold, 1);
    try (Connection server = Lab.direct()) {
      assertThat(Lab.ask(server, "SELECT COUNT(*) FROM free")).isEqualTo("0");
      hold.release();
      assertDone(write);
      Lab.await("both", () -> rows() == 1);
      assertThat(Lab.ask(server, "SELECT COUNT(*) FROM free")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "useServerPrepStmts=true",
        "useServerPrepStmts=true&useCompression=true",
        "useServerPrepStmts=true&cachePrepStmts=true"
      })
  void preparedStatementsWaitByTheirTables(String options) throws Exception {
    Connection writer = connect(options);
    try (PreparedStatement insert = writer.prepareStatement("INSERT INTO held VALUES (?)")) {
      Hold hold = place(WRITES);
      insert.setInt(1, 7);
      CompletableFuture<Void> write = CompletableFuture.runAsync(() -> execute(insert), clients);
      awaitHeld(hold, 1);

      hold.release();

      assertDone(write);
      assertThat(rows()).isEqualTo(1);
    }
  }

  @Test
  void whatTouchesNoTableFlows() throws Exception {
    try (Hold hold = place(TOUCHING);
        RawClient client = new RawClient(proxy.port())) {
      client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);
      client.command(COM_PING);
      assertThat(client.read()[0]).isZero();
      client.command(COM_INIT_DB, text(Lab.SCHEMA));
      assertThat(client.read()[0]).isZero();
      client.query("SET @a = 1");
      assertThat(client.read()[0]).isZero();
      client.command(COM_RESET_CONNECTION);
      assertThat(client.read()[0]).isZero();
      client.command(1);
      assertThat(client.isHungUp()).isTrue();

      assertThat(hold.counts().held()).isZero();
    }
  }

  @Test
  void aResetTakesASessionOffTheList() throws Exception {
    try (RawClient client = new RawClient(proxy.port())) {
      client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, 0);
      client.query("BEGIN");
      client.read();
      client.query(WRITE);
      client.read();
      try (Hold hold = place(TOUCHING)) {
        Lab.await("all to be looked at", hold::hasLooked);
        assertThat(hold.awaited()).hasSize(1);

        client.command(COM_RESET_CONNECTION);
        client.read();

        awaitState(hold, HoldState.QUIET);
      }
    }
  }

  @Test
  void aChangeOfUserFlowsAndTakesASessionOffTheList() throws Exception {
    Connection writer = connect();
    Lab.execute(writer, "BEGIN", WRITE);
    try (Hold hold = place(TOUCHING)) {
      Lab.await("all to be looked at", hold::hasLooked);
      assertThat(hold.awaited()).hasSize(1);

      writer.unwrap(com.mysql.cj.jdbc.JdbcConnection.class).changeUser(Lab.USER, Lab.PASSWORD);

      awaitState(hold, HoldState.QUIET);
      assertThat(hold.counts().held()).isZero();
    }
  }

  @Test
  void aReplyInRowsIsNotStopped() throws Exception {
    Connection reader = connect();
    Lab.execute(reader, "INSERT INTO held (id) VALUES (1), (2), (3)");
    try (Statement statement = reader.createStatement()) {
      statement.setFetchSize(Integer.MIN_VALUE);
      ResultSet rows =
          statement.executeQuery(
              "SELECT h.id, REPEAT('x', 100000) FROM held h, held i, held j, held k");
      assertThat(rows.next()).isTrue();
      try (Hold hold = place(TOUCHING)) {
        Lab.await("all to be looked at", hold::hasLooked);
        assertThat(hold.state()).isEqualTo(HoldState.HOLDING);
        int count = 1;
        while (rows.next()) {
          count++;
        }

        assertThat(count).isEqualTo(81);
        awaitState(hold, HoldState.QUIET);
      }
    }
  }

  private static void execute(PreparedStatement statement) {
    try {
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
