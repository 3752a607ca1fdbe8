package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.CuttingLink;
import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same bytes are sent to the server and through the proxy, and every byte that comes back must
 * be the same, however the stream is cut on its way.
 */
class SameBytesIT {

  private static final int COM_INIT_DB = 0x02;
  private static final int COM_FIELD_LIST = 0x04;
  private static final int COM_PROCESS_KILL = 0x0C;
  private static final int COM_DEBUG = 0x0D;
  private static final int COM_PING = 0x0E;
  private static final int COM_BINLOG_DUMP = 0x12;
  private static final int COM_REGISTER_SLAVE = 0x15;
  private static final int COM_STMT_EXECUTE = 0x17;
  private static final int COM_STMT_SEND_LONG_DATA = 0x18;
  private static final int COM_STMT_CLOSE = 0x19;
  private static final int COM_STMT_RESET = 0x1A;
  private static final int COM_SET_OPTION = 0x1B;
  private static final int COM_STMT_FETCH = 0x1C;
  private static final int COM_BINLOG_DUMP_GTID = 0x1E;
  private static final int COM_RESET_CONNECTION = 0x1F;
  private static final int COM_CLONE = 0x20;

  private static final int WITHOUT_WAITING = 1;

  private static final int NO_CURSOR = 0;
  private static final int READ_ONLY_CURSOR = 1;

  static final int OFTEN_USED =
      RawClient.CLIENT_MULTI_STATEMENTS
          | RawClient.CLIENT_MULTI_RESULTS
          | RawClient.CLIENT_PS_MULTI_RESULTS
          | RawClient.CLIENT_LOCAL_FILES;

  private static RunningProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    proxy = RunningProxy.before(Lab.server().port());
    try (Connection connection = Lab.server().connect()) {
      Lab.execute(connection, "SET GLOBAL local_infile = 1");
      beginBinaryLog(connection);
      makeTables(connection);
    }
  }

  /** What is dumped must not take so long that the server says in its reply that it was slow. */
  private static void beginBinaryLog(Connection connection) throws SQLException {
    Lab.execute(
        connection, "FLUSH BINARY LOGS", "PURGE BINARY LOGS BEFORE TIMESTAMPADD(DAY, 1, NOW())");
  }

  /** What the scripts are about. The server must not count its rows anew: EXPLAIN tells them. */
  static void makeTables(Connection connection) throws SQLException {
    Lab.execute(
        connection,
        "DROP TABLE IF EXISTS lab.same",
        "CREATE TABLE lab.same (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(40))"
            + " STATS_AUTO_RECALC = 0",
        "INSERT INTO lab.same (v) VALUES ('one'), (NULL), ('three')",
        "ANALYZE TABLE lab.same",
        "DROP PROCEDURE IF EXISTS lab.several",
        "CREATE PROCEDURE lab.several(OUT o INT) BEGIN"
            + " DECLARE c CURSOR FOR SELECT id FROM same; OPEN c; SET o = 7;"
            + " SELECT * FROM same; SELECT 1 WHERE FALSE; CLOSE c; END");
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  static Stream<Arguments> scripts() {
    return Stream.of(
            0,
            RawClient.CLIENT_DEPRECATE_EOF,
            RawClient.CLIENT_OPTIONAL_RESULTSET_METADATA,
            RawClient.CLIENT_OPTIONAL_RESULTSET_METADATA | RawClient.CLIENT_DEPRECATE_EOF)
        .map(some -> OFTEN_USED | some)
        .flatMap(capabilities -> all().map(script -> Arguments.of(capabilities, script)));
  }

  private static Stream<ScriptOfCommands> all() {
    return Stream.of(texts(), preparedStatements(), transactions(), oddities(), withoutMetadata());
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void repliesAreTheSameHoweverTheRequestsAreCut(int capabilities, ScriptOfCommands script)
      throws Exception {
    assertSame(capabilities, script.bytes());
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void compressedRepliesAreTheSame(int capabilities, ScriptOfCommands script) throws Exception {
    for (int bytesAFrame : new int[] {100_000, 11}) {
      int zlib = capabilities | RawClient.CLIENT_COMPRESS;
      assertSame(zlib, script.zlibFrames(bytesAFrame));
      int zstd = capabilities | RawClient.CLIENT_ZSTD_COMPRESSION_ALGORITHM;
      assertSame(zstd, script.zstdFrames(bytesAFrame));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void repliesThatArriveInPiecesAreTheSame(int bytesAtATime) throws Exception {
    try (CuttingLink link = new CuttingLink(Lab.server().port(), bytesAtATime);
        RunningProxy behind = RunningProxy.before(link.port())) {
      for (ScriptOfCommands script : all().toList()) {
        assertSame(behind, OFTEN_USED, script.bytes());
        assertSame(behind, OFTEN_USED | RawClient.CLIENT_COMPRESS, script.zlibFrames(100_000));
      }
    }
  }

  @Test
  void aCutMayBeAnywhere() throws Exception {
    byte[] bytes =
        new ScriptOfCommands()
            .query("SELECT 1, 'a'; DO 2")
            .prepare("SELECT ?")
            .command(COM_STMT_EXECUTE, execution(1, NO_CURSOR, 0, 1, 8, 0, 41, 0, 0, 0, 0, 0, 0, 0))
            .command(COM_STMT_CLOSE, 1, 0, 0, 0)
            .command(COM_FIELD_LIST, "same\0")
            .command(COM_PING)
            .bytes();
    byte[] expected = replies(Lab.server().port(), OFTEN_USED, bytes, bytes.length);

    for (int cut = 1; cut < bytes.length; cut++) {
      try (RawClient client = new RawClient(proxy.port())) {
        client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, OFTEN_USED);
        client.sendRaw(Arrays.copyOfRange(bytes, 0, cut));
        client.sendRaw(Arrays.copyOfRange(bytes, cut, bytes.length));
        assertThat(client.readToTheEnd()).as("cut at %d", cut).isEqualTo(expected);
      }
    }
  }

  @Test
  void eventsOfTheBinaryLogAreTheSame() throws Exception {
    byte[] bytes =
        new ScriptOfCommands()
            .query("SET @source_binlog_checksum = 'CRC32', @master_binlog_checksum = 'CRC32'")
            .command(COM_REGISTER_SLAVE, 77, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
            .command(COM_BINLOG_DUMP, 4, 0, 0, 0, WITHOUT_WAITING, 0, 77, 0, 0, 0)
            .bytesWithoutQuit();

    assertThat(replies(Lab.server().port(), OFTEN_USED, bytes, bytes.length))
        .asString(StandardCharsets.ISO_8859_1)
        .contains("CREATE TABLE lab.same");
    assertSame(OFTEN_USED, bytes);
    assertSame(OFTEN_USED | RawClient.CLIENT_DEPRECATE_EOF, bytes);
  }

  @Test
  void eventsOfTheBinaryLogByGtidAreTheSame() throws Exception {
    int[] name = {0, 0, 0, 0};
    int[] position = {4, 0, 0, 0, 0, 0, 0, 0};
    int[] noGtids = {8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    int[] flagsAndServer = {WITHOUT_WAITING, 0, 77, 0, 0, 0};
    byte[] bytes =
        new ScriptOfCommands()
            .query("SET @source_binlog_checksum = 'CRC32', @master_binlog_checksum = 'CRC32'")
            .command(
                COM_BINLOG_DUMP_GTID,
                Stream.of(flagsAndServer, name, position, noGtids)
                    .flatMapToInt(IntStream::of)
                    .toArray())
            .bytesWithoutQuit();

    assertSame(OFTEN_USED, bytes);
  }

  @Test
  void filesThatNobodyHasAskedForYetAreTheSame() throws Exception {
    assertSameBytes(proxy, OFTEN_USED, files().bytes());
    int zlib = OFTEN_USED | RawClient.CLIENT_COMPRESS;
    assertSameBytes(proxy, zlib, files().zlibFrames(100));
  }

  @Test
  void whatNobodyKnowsIsRelayedBlind() throws Exception {
    long opaque = proxy.count("proxy.sessions.opaque");
    for (int command : new int[] {0x7F, COM_CLONE}) {
      byte[] bytes = new ScriptOfCommands().command(command).query("SELECT DATABASE()").bytes();
      assertSameBytes(proxy, OFTEN_USED, bytes);
    }

    assertThat(proxy.count("proxy.sessions.opaque")).isGreaterThan(opaque);
  }

  private static void assertSame(int capabilities, byte[] bytes) throws Exception {
    assertSame(proxy, capabilities, bytes);
  }

  private static void assertSame(RunningProxy through, int capabilities, byte[] bytes)
      throws Exception {
    long opaque = through.count("proxy.sessions.opaque");
    assertSameBytes(through, capabilities, bytes);
    assertThat(through.count("proxy.sessions.opaque")).isEqualTo(opaque);
  }

  private static void assertSameBytes(RunningProxy through, int capabilities, byte[] bytes)
      throws Exception {
    byte[] expected = replies(Lab.server().port(), capabilities, bytes, bytes.length);
    assertThat(expected.length).isPositive();

    assertThat(replies(through.port(), capabilities, bytes, bytes.length)).isEqualTo(expected);
    assertThat(replies(through.port(), capabilities, bytes, 1)).isEqualTo(expected);
    for (int most = 2; most < 200; most = most * 3 + 1) {
      assertThat(replies(through.port(), capabilities, bytes, most))
          .as("%d", most)
          .isEqualTo(expected);
    }
  }

  @Test
  void payloadsBeyondOnePacketAreTheSameInBothDirections() throws Exception {
    byte[] bytes =
        new ScriptOfCommands()
            .query("SELECT REPEAT('x', 16777215 - 4), 1")
            .query("SELECT REPEAT('y', 33554430), 2")
            .command(COM_PING)
            .bytes();

    assertThat(replies(proxy.port(), 0, bytes, bytes.length))
        .isEqualTo(replies(Lab.server().port(), 0, bytes, bytes.length));
  }

  static ScriptOfCommands texts() {
    return new ScriptOfCommands()
        .query("SELECT 1")
        .query("SELECT NULL, '', REPEAT('x', 250), REPEAT('y', 251), REPEAT('z', 70000)")
        .query("SELECT * FROM same WHERE FALSE")
        .query("SELECT * FROM nothing")
        .query("")
        .query("SELECT 1; SELECT * FROM same; DO 1; SELECT * FROM nothing; SELECT 2")
        .query("SELECT * FROM same; SELECT 2")
        .query("CALL several(@o)")
        .query("SELECT @o, 'ä', _utf8mb4'😀'")
        .query("SHOW WARNINGS")
        .query("SELECT CAST('x' AS SIGNED)")
        .query("EXPLAIN SELECT * FROM same");
  }

  static ScriptOfCommands preparedStatements() {
    int[] numberAndText = {0, 1, 8, 0, 0xFD, 0, 41, 0, 0, 0, 0, 0, 0, 0, 2, 'a', 'b'};
    return new ScriptOfCommands()
        .prepare("SELECT ? + 1, ?")
        .command(COM_STMT_EXECUTE, execution(1, NO_CURSOR, numberAndText))
        .prepare("SELECT * FROM same ORDER BY id")
        .command(COM_STMT_EXECUTE, execution(2, NO_CURSOR))
        .command(COM_STMT_EXECUTE, execution(2, READ_ONLY_CURSOR))
        .command(COM_STMT_FETCH, 2, 0, 0, 0, 2, 0, 0, 0)
        .command(COM_STMT_FETCH, 2, 0, 0, 0, 9, 0, 0, 0)
        .command(COM_STMT_RESET, 2, 0, 0, 0)
        .prepare("INSERT INTO nothing VALUES (?)")
        .prepare("SELECT LENGTH(?)")
        .command(COM_STMT_SEND_LONG_DATA, 4, 0, 0, 0, 0, 0, 'a', 'b', 'c')
        .command(COM_STMT_SEND_LONG_DATA, 4, 0, 0, 0, 0, 0, 'd')
        .command(COM_STMT_EXECUTE, execution(4, NO_CURSOR, 0, 1, 0xFC, 0))
        .command(COM_STMT_EXECUTE, execution(4, NO_CURSOR, 0, 1, 0xFC))
        .command(COM_STMT_CLOSE, 1, 0, 0, 0)
        .command(COM_STMT_EXECUTE, execution(1, NO_CURSOR, numberAndText))
        .prepare("CALL several(@o)")
        .command(COM_STMT_EXECUTE, execution(5, NO_CURSOR))
        .prepare("DO 1")
        .command(COM_STMT_EXECUTE, execution(6, NO_CURSOR));
  }

  /** What stands behind the command's byte: which statement, how, once, and its parameters. */
  static int[] execution(int statementId, int flags, int... parameters) {
    int[] fixed = {statementId, 0, 0, 0, flags, 1, 0, 0, 0};
    return IntStream.concat(Arrays.stream(fixed), Arrays.stream(parameters)).toArray();
  }

  static ScriptOfCommands transactions() {
    return new ScriptOfCommands()
        .query("BEGIN")
        .query("INSERT INTO same VALUES (100, 'new')")
        .query("SELECT * FROM same")
        .query("INSERT INTO same VALUES (100, 'twice')")
        .query("SAVEPOINT a")
        .query("ROLLBACK TO a")
        .query("ROLLBACK")
        .query("SET autocommit = 0")
        .query("SELECT * FROM same")
        .query("COMMIT AND CHAIN")
        .query("ROLLBACK RELEASE");
  }

  static ScriptOfCommands files() {
    return new ScriptOfCommands()
        .query("CREATE TEMPORARY TABLE loaded LIKE same")
        .query("LOAD DATA LOCAL INFILE 'f' INTO TABLE loaded")
        .file("1\ta\n2\tb\n")
        .query("SELECT * FROM loaded")
        .query("LOAD DATA LOCAL INFILE 'f' INTO TABLE nothing")
        .query("SELECT 3");
  }

  private static ScriptOfCommands withoutMetadata() {
    return new ScriptOfCommands()
        .query("SET resultset_metadata = NONE")
        .query("SELECT * FROM same")
        .query("SELECT 1; SELECT 2")
        .prepare("SELECT ? + 1, id FROM same WHERE v = ?")
        .prepare("SELECT * FROM same ORDER BY id")
        .command(COM_STMT_EXECUTE, execution(2, NO_CURSOR))
        .command(COM_STMT_EXECUTE, execution(2, READ_ONLY_CURSOR))
        .command(COM_STMT_FETCH, 2, 0, 0, 0, 9, 0, 0, 0)
        .query("SET resultset_metadata = FULL")
        .query("SELECT * FROM same");
  }

  static ScriptOfCommands oddities() {
    return new ScriptOfCommands()
        .command(COM_PING)
        .command(COM_PROCESS_KILL, 0xFE, 0xFF, 0xFF, 0x7F)
        .command(COM_INIT_DB, "nowhere")
        .command(COM_INIT_DB, "lab")
        .command(COM_FIELD_LIST, "same\0")
        .command(COM_FIELD_LIST, "nothing\0")
        .command(COM_SET_OPTION, 1, 0)
        .query("SELECT 1; SELECT 2")
        .command(COM_SET_OPTION, 0, 0)
        .command(COM_DEBUG)
        .command(COM_RESET_CONNECTION)
        .command(0x00)
        .command(0x05, "db")
        .command(0x0F)
        .query("SELECT DATABASE()");
  }

  /** All that comes back until the server hangs up, if so many bytes at most go out at a time. */
  static byte[] replies(int port, int capabilities, byte[] bytes, int mostAtATime)
      throws Exception {
    return replies(port, capabilities, 0, bytes, mostAtATime);
  }

  static byte[] replies(
      int port, int capabilities, int mariaDbCapabilities, byte[] bytes, int mostAtATime)
      throws Exception {
    try (RawClient client = new RawClient(port)) {
      client.signIn(Lab.USER, Lab.PASSWORD, Lab.SCHEMA, capabilities, mariaDbCapabilities);
      Random cuts = new Random(mostAtATime);
      int from = 0;
      while (from < bytes.length) {
        int length = mostAtATime == bytes.length ? mostAtATime : 1 + cuts.nextInt(mostAtATime);
        int to = Math.min(bytes.length, from + length);
        client.sendRaw(Arrays.copyOfRange(bytes, from, to));
        from = to;
      }
      return client.readToTheEnd();
    } catch (IOException e) {
      throw new AssertionError("cut at " + mostAtATime, e);
    }
  }
}
