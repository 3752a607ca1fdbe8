package dev.lowtide.it.clients;

import dev.lowtide.it.scenarios.Lab;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.mysqlclient.MySQLAuthOptions;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.mysqlclient.SslMode;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Vert.x client, which has many commands under way in one session. */
class VertxClientIT {

  private static final int PATIENCE_SECONDS = 30;
  private static final int COMMANDS = 60;

  private static BothWays bothWays;
  private static Vertx vertx;

  @BeforeAll
  static void start() throws Exception {
    bothWays = BothWays.to(Lab.server());
    vertx = Vertx.vertx();
    try (java.sql.Connection server = Lab.server().connect()) {
      Lab.execute(server, "SET GLOBAL local_infile = 1");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    get(vertx.close());
    bothWays.close();
  }

  @ParameterizedTest
  @CsvSource({
    "DISABLED, 1, false",
    "DISABLED, 16, true",
    "DISABLED, 64, true",
    "REQUIRED, 16, false",
    "REQUIRED, 16, true",
    "REQUIRED, 64, false"
  })
  void isToldTheSame(SslMode sslMode, int pipelining, boolean isCached) throws Exception {
    bothWays.compare(
        (port, transcript) -> {
          MySQLConnection connection =
              get(MySQLConnection.connect(vertx, options(port, sslMode, pipelining, isCached)));
          manyAtOnce(connection, transcript);
          batchesAndCursors(connection, transcript);
          transactions(connection, transcript);
          severalResults(connection, transcript);
          // Encrypted, this client does not send files to their end, with or without a proxy.
          if (sslMode == SslMode.DISABLED) {
            files(connection, transcript);
          }
          otherCommands(connection, transcript);
          get(connection.close());
        });
  }

  private static MySQLConnectOptions options(
      int port, SslMode sslMode, int pipelining, boolean isCached) {
    MySQLConnectOptions options =
        new MySQLConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setUser(Lab.USER)
            .setPassword(Lab.PASSWORD)
            .setDatabase(Lab.SCHEMA)
            .setSslMode(sslMode)
            .setPipeliningLimit(pipelining);
    options.setCachePreparedStatements(isCached);
    options.setSslOptions(
        new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm(""));
    return options;
  }

  /** Reads, writes and failures, none of which waits for another's reply. */
  private static void manyAtOnce(MySQLConnection connection, Transcript transcript)
      throws Exception {
    say(connection, transcript, "DROP TABLE IF EXISTS stream");
    say(connection, transcript, "CREATE TABLE stream (id INT PRIMARY KEY, v LONGTEXT)");
    List<Future<RowSet<Row>>> replies = new ArrayList<>();
    for (int i = 0; i < COMMANDS; i++) {
      replies.add(
          connection
              .preparedQuery("INSERT INTO stream VALUES (?, ?)")
              .execute(Tuple.of(i, "wört " + i)));
      replies.add(connection.query("SELECT COUNT(*) FROM stream").execute());
      if (i % 10 == 0) {
        replies.add(connection.query("SELECT * FROM nothing").execute());
        replies.add(
            connection
                .preparedQuery("INSERT INTO stream VALUES (?, ?)")
                .execute(Tuple.of(i, "twice")));
        replies.add(connection.preparedQuery("SELECT REPEAT(?, 70000)").execute(Tuple.of("€" + i)));
      }
    }
    for (Future<RowSet<Row>> reply : replies) {
      say("one of many", reply, transcript);
    }
  }

  private static void batchesAndCursors(MySQLConnection connection, Transcript transcript)
      throws Exception {
    List<Tuple> batch = new ArrayList<>();
    for (int i = 1000; i < 1200; i++) {
      batch.add(Tuple.of(i, i % 5 == 0 ? null : "batch"));
    }
    RowSet<Row> inserted =
        get(connection.preparedQuery("INSERT INTO stream VALUES (?, ?)").executeBatch(batch));
    int results = 0;
    for (RowSet<Row> next = inserted; next != null; next = next.next()) {
      results += next.rowCount();
    }
    transcript.say("batch", results);
    PreparedStatement select =
        get(connection.prepare("SELECT * FROM stream WHERE id > ? ORDER BY id"));
    Cursor cursor = select.cursor(Tuple.of(1000));
    for (int i = 0; i < 3; i++) {
      say("fetched", cursor.read(30), transcript);
    }
    get(cursor.close());
    get(select.close());
    say(connection, transcript, "SELECT MAX(id) FROM stream");
  }

  private static void transactions(MySQLConnection connection, Transcript transcript)
      throws Exception {
    Transaction first = get(connection.begin());
    say(connection, transcript, "DELETE FROM stream WHERE id < 10");
    get(first.rollback());
    Transaction second = get(connection.begin());
    say(connection, transcript, "DELETE FROM stream WHERE id < 20");
    get(second.commit());
    say(connection, transcript, "SELECT COUNT(*), MIN(id) FROM stream");
  }

  private static void severalResults(MySQLConnection connection, Transcript transcript)
      throws Exception {
    say(connection, transcript, "SELECT 1, 'ä'; DO 2; SELECT id FROM stream LIMIT 3; SELECT 4");
    say(connection, transcript, "DROP PROCEDURE IF EXISTS streams");
    say(
        connection,
        transcript,
        "CREATE PROCEDURE streams() BEGIN SELECT 1; SELECT 2, 3; SELECT 4 WHERE FALSE; END");
    say(connection, transcript, "CALL streams()");
    say("prepared call", connection.preparedQuery("CALL streams()").execute(), transcript);
  }

  private static void files(MySQLConnection connection, Transcript transcript) throws Exception {
    Path file = Files.createTempFile("lowtide-", ".tsv");
    try {
      Files.writeString(file, "8001\teins\n8002\tzwölf\n");
      String load = "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE stream";
      say("file", connection.query(load).execute(), transcript);
      say(connection, transcript, "SELECT * FROM stream WHERE id > 8000 ORDER BY id");
    } finally {
      Files.delete(file);
    }
  }

  private static void otherCommands(MySQLConnection connection, Transcript transcript)
      throws Exception {
    get(connection.ping());
    transcript.say("schema", get(connection.specifySchema("mysql")));
    say(connection, transcript, "SELECT DATABASE()");
    transcript.say("statistics", get(connection.getInternalStatistics()).contains("Uptime"));
    get(connection.resetConnection());
    say(connection, transcript, "SELECT @@autocommit, DATABASE()");
    get(
        connection.changeUser(
            new MySQLAuthOptions()
                .setUser(Lab.USER)
                .setPassword(Lab.PASSWORD)
                .setDatabase(Lab.SCHEMA)));
    say(connection, transcript, "SELECT CURRENT_USER(), DATABASE()");
  }

  private static void say(MySQLConnection connection, Transcript transcript, String sql)
      throws Exception {
    say(sql, connection.query(sql).execute(), transcript);
  }

  private static void say(String what, Future<RowSet<Row>> reply, Transcript transcript)
      throws Exception {
    try {
      for (RowSet<Row> rows = get(reply); rows != null; rows = rows.next()) {
        transcript.say(what, rows.rowCount(), rows.columnsNames());
        for (Row row : rows) {
          transcript.say(what, values(row));
        }
      }
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof MySQLException failure)) {
        throw e;
      }
      transcript.say(what, failure.getErrorCode(), failure.getSqlState(), failure.getMessage());
    }
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = row.getValue(i);
      values[i] = value instanceof Buffer bytes ? bytes.getBytes() : String.valueOf(value);
    }
    return values;
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
