package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RawClient;
import dev.lowtide.it.harness.RunningProxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of {@link SameBytesIT}, and what only MariaDB knows, before MariaDB. */
class MariaDbBytesIT {

  private static final int COM_STMT_EXECUTE = 0x17;
  private static final int COM_STMT_CLOSE = 0x19;
  private static final int COM_STMT_FETCH = 0x1C;
  private static final int COM_STMT_BULK_EXECUTE = 0xFA;

  /** Of the payload that tells a statement's id. */
  private static final int PREPARED_LENGTH = 12;

  /** Instead of a statement's id: the one prepared last. */
  private static final int[] LAST_PREPARED = {0xFF, 0xFF, 0xFF, 0xFF};

  private static RunningProxy proxy;

  @BeforeAll
  static void start() throws Exception {
    proxy = RunningProxy.before(MariaDbLab.server().port());
    try (Connection connection = MariaDbLab.server().connect()) {
      SameBytesIT.makeTables(connection);
    }
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  static Stream<Arguments> scripts() {
    int bulk = RawClient.MARIADB_CLIENT_STMT_BULK_OPERATIONS;
    int all =
        bulk | RawClient.MARIADB_CLIENT_EXTENDED_METADATA | RawClient.MARIADB_CLIENT_CACHE_METADATA;
    return Stream.of(0, RawClient.CLIENT_DEPRECATE_EOF)
        .map(some -> SameBytesIT.OFTEN_USED | some)
        .flatMap(
            capabilities ->
                Stream.of(0, bulk, all)
                    .flatMap(
                        extended ->
                            Stream.of(
                                    SameBytesIT.texts(),
                                    SameBytesIT.oddities(),
                                    transactions(),
                                    preparedStatements())
                                .map(script -> Arguments.of(capabilities, extended, script))));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void repliesAreTheSameHoweverTheRequestsAreCut(
      int capabilities, int extended, ScriptOfCommands script) throws Exception {
    byte[] bytes = script.bytes();
    byte[] expected =
        replies(MariaDbLab.server().port(), capabilities, extended, bytes, bytes.length);
    assertThat(expected.length).isPositive();

    for (int most : new int[] {bytes.length, 50, 1}) {
      assertThat(replies(proxy.port(), capabilities, extended, bytes, most))
          .as("%d", most)
          .isEqualTo(expected);
    }
    assertThat(proxy.count("proxy.sessions.opaque")).isZero();
  }

  @Test
  void compressedRepliesAreTheSame() throws Exception {
    int capabilities = SameBytesIT.OFTEN_USED | RawClient.CLIENT_COMPRESS;
    byte[] bytes = SameBytesIT.texts().zlibFrames(1000);

    assertThat(SameBytesIT.replies(proxy.port(), capabilities, bytes, 50))
        .isEqualTo(
            SameBytesIT.replies(MariaDbLab.server().port(), capabilities, bytes, bytes.length));
  }

  private static byte[] replies(
      int port, int capabilities, int extended, byte[] bytes, int mostAtATime) throws Exception {
    return withoutStatementIds(
        SameBytesIT.replies(port, capabilities, extended, bytes, mostAtATime));
  }

  /** MariaDB counts statements for all sessions together: no two are told the same id. */
  private static byte[] withoutStatementIds(byte[] replies) {
    ByteBuffer packets = ByteBuffer.wrap(replies).order(ByteOrder.LITTLE_ENDIAN);
    while (packets.remaining() >= 4) {
      int head = packets.getInt();
      int length = head & 0xFFFFFF;
      if (length == PREPARED_LENGTH && head >>> 24 == 1 && replies[packets.position()] == 0) {
        packets.putInt(packets.position() + 1, 0);
      }
      packets.position(packets.position() + length);
    }
    return replies;
  }

  private static ScriptOfCommands transactions() {
    return new ScriptOfCommands()
        .query("BEGIN")
        .query("INSERT INTO same VALUES (100, 'new')")
        .query("INSERT INTO same VALUES (100, 'twice')")
        .query("ROLLBACK")
        .query("SET autocommit = 0")
        .query("SELECT * FROM same")
        .query("COMMIT AND CHAIN")
        .query("BEGIN NOT ATOMIC SELECT 1; SELECT 2; END")
        .query("EXECUTE IMMEDIATE 'SELECT 3'")
        .query("SELECT seq FROM seq_1_to_300")
        .query("SET STATEMENT max_statement_time = 0.05 FOR SELECT SLEEP(9)");
  }

  /** Many rows in one command, and executions that do not wait to be told their statement's id. */
  private static ScriptOfCommands preparedStatements() {
    int[] once = {0, 1, 0, 0, 0};
    int[] cursor = {1, 1, 0, 0, 0};
    int[] typesAreSent = {128, 0};
    int[] twoRows = {8, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0};
    return new ScriptOfCommands()
        .query("CREATE TEMPORARY TABLE bulk (id BIGINT PRIMARY KEY)")
        .prepare("INSERT INTO bulk VALUES (?)")
        .command(COM_STMT_BULK_EXECUTE, joined(LAST_PREPARED, typesAreSent, twoRows))
        .command(COM_STMT_BULK_EXECUTE, joined(LAST_PREPARED, typesAreSent, twoRows))
        .query("INSERT INTO bulk VALUES (7), (8) RETURNING id, id * 2")
        .prepare("SELECT id FROM bulk ORDER BY id")
        .command(COM_STMT_EXECUTE, joined(LAST_PREPARED, once))
        .command(COM_STMT_EXECUTE, joined(LAST_PREPARED, once))
        .command(COM_STMT_EXECUTE, joined(LAST_PREPARED, cursor))
        .command(COM_STMT_FETCH, joined(LAST_PREPARED, new int[] {1, 0, 0, 0}))
        .command(COM_STMT_FETCH, joined(LAST_PREPARED, new int[] {9, 0, 0, 0}))
        .prepare("SELECT * FROM nothing")
        .command(COM_STMT_EXECUTE, joined(LAST_PREPARED, once))
        .prepare("CALL several(@o)")
        .command(COM_STMT_EXECUTE, joined(LAST_PREPARED, once))
        .command(COM_STMT_CLOSE, LAST_PREPARED)
        .query("SELECT 1");
  }

  private static int[] joined(int[]... parts) {
    return Stream.of(parts).flatMapToInt(Arrays::stream).toArray();
  }
}
