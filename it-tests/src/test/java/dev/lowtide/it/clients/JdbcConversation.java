package dev.lowtide.it.clients;

import dev.lowtide.it.scenarios.Lab;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What applications do with a JDBC driver, in a table of its own. */
final class JdbcConversation implements BothWays.Conversation {

  private static final String[] PREPARATION = {
    "DROP TABLE IF EXISTS lab.talk",
    "CREATE TABLE lab.talk (id INT PRIMARY KEY AUTO_INCREMENT, c VARCHAR(60), b LONGBLOB,"
        + " d DATETIME(6), n DECIMAL(20, 5), u BIGINT UNSIGNED, f DOUBLE, t TIME, y YEAR,"
        + " e ENUM('a', 'ö'), k BIT(9)) CHARACTER SET utf8mb4",
    "DROP PROCEDURE IF EXISTS lab.several_talks",
    "CREATE PROCEDURE lab.several_talks(IN a INT, OUT b INT) BEGIN SELECT a, 'x';"
        + " SELECT id FROM lab.talk ORDER BY id LIMIT 3; SELECT 1 WHERE FALSE; SET b = a + 2; END",
  };

  private static final int ROWS = 500;
  private static final int MEGABYTE = 1 << 20;

  private final Driver driver;

  private final Set<Extra> extras;

  interface Driver {
    Connection connect(int port) throws Exception;
  }

  /** What a driver can do only when it is told so. */
  enum Extra {
    SEVERAL_STATEMENTS,
    LOCAL_FILES;

    /** Files always, as the option for it is always given; several statements if it is. */
    static Extra[] of(String options) {
      return options.contains("allowMultiQueries") ? values() : new Extra[] {LOCAL_FILES};
    }
  }

  /** Each of the options with each way to connect. */
  static Stream<String> crossed(List<String> legs, String... options) {
    return Stream.of(options).flatMap(some -> legs.stream().map(leg -> leg + "&" + some));
  }

  /** A statement is cut off by the driver, and its session goes on. */
  static BothWays.Conversation tooLong(Driver driver) {
    return (port, transcript) -> {
      try (Connection connection = driver.connect(port);
          Statement statement = connection.createStatement()) {
        statement.setQueryTimeout(1);
        transcript.failure("too long", () -> statement.executeQuery("SELECT SLEEP(30)"));
        ask(connection, transcript, "SELECT 'usable'");
      }
    };
  }

  JdbcConversation(Driver driver, Extra... extras) {
    this.driver = driver;
    this.extras = Set.of(extras);
  }

  @Override
  public void hold(int port, Transcript transcript) throws Exception {
    try (Connection connection = driver.connect(port);
        Statement statement = connection.createStatement()) {
      for (String sql : PREPARATION) {
        statement.execute(sql);
      }
      values(connection, transcript);
      batches(connection, transcript);
      transactions(connection, transcript);
      severalResults(connection, transcript);
      someRowsOfMany(connection, transcript);
      largeValues(connection, transcript);
      if (extras.contains(Extra.LOCAL_FILES)) {
        files(connection, transcript);
      }
      failures(connection, transcript);
      kills(port, transcript);
    }
  }

  private static void values(Connection connection, Transcript transcript) throws SQLException {
    String sql = "INSERT INTO lab.talk (c, b, d, n, u, f, t, y, e, k) VALUES (?,?,?,?,?,?,?,?,?,?)";
    try (PreparedStatement insert =
        connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
      insert.setString(1, "Grüße, 世界 😀 \\ ' \" \0 %");
      insert.setBytes(2, new byte[] {0, 1, 0x27, 0x5C, (byte) 0xFE, (byte) 0xFF});
      insert.setTimestamp(3, Timestamp.valueOf(LocalDateTime.of(2024, 2, 29, 23, 59, 58, 123_000)));
      insert.setBigDecimal(4, new BigDecimal("-123456789012345.67891"));
      insert.setBigDecimal(5, new BigDecimal("18446744073709551615"));
      insert.setDouble(6, Math.PI);
      insert.setString(7, "12:34:56");
      insert.setInt(8, 2024);
      insert.setString(9, "ö");
      insert.setInt(10, 0x155);
      transcript.say("inserted", insert.executeUpdate());
      try (ResultSet keys = insert.getGeneratedKeys()) {
        transcript.rows("keys", keys);
      }
      for (int i = 1; i <= 10; i++) {
        insert.setNull(i, Types.NULL);
      }
      transcript.say("inserted", insert.executeUpdate());
    }
    readTwice(connection, transcript);
  }

  /** As text, then prepared: the first execution and one more, which may send no types again. */
  private static void readTwice(Connection connection, Transcript transcript) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM lab.talk ORDER BY id")) {
      transcript.rows("text", rows);
    }
    try (PreparedStatement select =
        connection.prepareStatement("SELECT * FROM lab.talk WHERE id >= ? ORDER BY id")) {
      for (int from = 1; from <= 3; from++) {
        select.setInt(1, from);
        try (ResultSet rows = select.executeQuery()) {
          transcript.rows("prepared", rows);
        }
      }
    }
  }

  private static void batches(Connection connection, Transcript transcript) throws Exception {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO lab.talk (id, c, f) VALUES (?, ?, ?)")) {
      for (int i = 0; i < ROWS; i++) {
        add(insert, 1000 + i, i % 7 == 0 ? null : "row " + i);
      }
      transcript.say("batch", (Object) insert.executeBatch());
      add(insert, 5000, "new");
      add(insert, 1000, "twice");
      add(insert, 5001, "after it");
      transcript.failure("batch with a duplicate", insert::executeBatch);
    }
    try (Statement statement = connection.createStatement()) {
      for (int i = 0; i < 20; i++) {
        statement.addBatch("UPDATE lab.talk SET f = f + 1 WHERE id < " + (1000 + i * 10));
      }
      statement.addBatch("DELETE FROM lab.talk WHERE id >= 5000");
      statement.executeBatch();
    }
    ask(connection, transcript, "SELECT COUNT(*), SUM(f), MAX(c) FROM lab.talk");
  }

  private static void add(PreparedStatement insert, int id, @Nullable String text)
      throws SQLException {
    insert.setInt(1, id);
    insert.setString(2, text);
    insert.setDouble(3, id / 4.0);
    insert.addBatch();
  }

  private static void transactions(Connection connection, Transcript transcript)
      throws SQLException {
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connection.setAutoCommit(false);
    run(connection, "UPDATE lab.talk SET c = 'changed' WHERE id = 1000");
    Savepoint savepoint = connection.setSavepoint("here");
    run(connection, "DELETE FROM lab.talk");
    ask(connection, transcript, "SELECT COUNT(*) FROM lab.talk");
    connection.rollback(savepoint);
    connection.commit();
    run(connection, "DELETE FROM lab.talk WHERE id >= 1000");
    connection.rollback();
    ask(connection, transcript, "SELECT COUNT(*), MAX(c) FROM lab.talk WHERE id >= 1000");
    connection.setAutoCommit(true);
    connection.setReadOnly(true);
    ask(connection, transcript, "SELECT @@autocommit");
    connection.setReadOnly(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
  }

  private void severalResults(Connection connection, Transcript transcript) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{CALL lab.several_talks(?, ?)}")) {
      call.setInt(1, 5);
      call.registerOutParameter(2, Types.INTEGER);
      results("call", call, call.execute(), transcript);
      transcript.say("out", call.getInt(2));
    }
    if (extras.contains(Extra.SEVERAL_STATEMENTS)) {
      try (Statement statement = connection.createStatement()) {
        String sql = "SELECT 1; UPDATE lab.talk SET f = 0 WHERE id < 3; SELECT 'ä', 2; DO 1";
        results("multi", statement, statement.execute(sql), transcript);
      }
    }
  }

  private static void results(
      String what, Statement statement, boolean isRows, Transcript transcript) throws SQLException {
    boolean hasRows = isRows;
    while (hasRows || statement.getUpdateCount() >= 0) {
      if (hasRows) {
        transcript.rows(what, statement.getResultSet());
      } else {
        transcript.say(what, statement.getUpdateCount());
      }
      hasRows = statement.getMoreResults();
    }
  }

  /** Most of the rows are never asked for, and the session must be usable all the same. */
  private static void someRowsOfMany(Connection connection, Transcript transcript)
      throws SQLException {
    try (Statement statement =
        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(10);
      try (ResultSet rows = statement.executeQuery("SELECT id, c FROM lab.talk ORDER BY id")) {
        for (int i = 0; i < 25 && rows.next(); i++) {
          transcript.say("streamed", rows.getInt(1), rows.getString(2));
        }
      }
    }
    ask(connection, transcript, "SELECT 'usable'");
  }

  private static void largeValues(Connection connection, Transcript transcript)
      throws SQLException {
    byte[] bytes = new byte[MEGABYTE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((i * 31) >> 3);
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO lab.talk (id, b) VALUES (9000, ?)")) {
      insert.setBytes(1, bytes);
      insert.executeUpdate();
    }
    ask(connection, transcript, "SELECT b, LENGTH(b), MD5(b) FROM lab.talk WHERE id = 9000");
  }

  private static void files(Connection connection, Transcript transcript) throws Exception {
    Path file = Files.createTempFile("lowtide-", ".tsv");
    Files.writeString(file, "7001\teins\n7002\tzwölf 😀\n7003\t\\N\n", StandardCharsets.UTF_8);
    try {
      String load = "LOAD DATA LOCAL INFILE '" + file + "' INTO TABLE lab.%s (id, c)";
      transcript.say("loaded", run(connection, load.formatted("talk")));
      transcript.failure("loaded into nothing", () -> run(connection, load.formatted("nothing")));
      ask(connection, transcript, "SELECT id, c FROM lab.talk WHERE id BETWEEN 7000 AND 8000");
    } finally {
      Files.delete(file);
    }
  }

  private static void failures(Connection connection, Transcript transcript) throws Exception {
    for (String sql :
        new String[] {
          "SELEC 1",
          "SELECT * FROM lab.nothing",
          "INSERT INTO lab.talk (id) VALUES (1)",
          "INSERT INTO lab.talk (c) VALUES (REPEAT('x', 61))",
          "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'nicht schön', MYSQL_ERRNO = 4711",
        }) {
      transcript.failure(sql, () -> run(connection, sql));
    }
    transcript.failure(
        "prepared failure",
        () -> {
          try (PreparedStatement statement =
              connection.prepareStatement("INSERT INTO lab.talk (id, e) VALUES (8500, ?)")) {
            statement.setString(1, "none of them");
            statement.executeUpdate();
          }
        });
    ask(connection, transcript, "SELECT CAST('x' AS SIGNED)");
    ask(connection, transcript, "SHOW WARNINGS");
  }

  /** A session ends another one by the id that the driver and the server agree on. */
  private void kills(int port, Transcript transcript) throws Exception {
    try (Connection killer = driver.connect(port);
        Connection victim = driver.connect(port)) {
      String id = text(victim, "SELECT CONNECTION_ID()");
      String found = "SELECT COUNT(*) FROM information_schema.processlist WHERE id = " + id;
      ask(killer, transcript, found);
      run(killer, "KILL CONNECTION " + id);
      Lab.await("the end of " + id, () -> text(killer, found).equals("0"));
      transcript.end("killed", () -> run(victim, "DO 1"));
      transcript.say("is valid", killer.isValid(5), victim.isValid(5));
    }
  }

  static Integer run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  static void ask(Connection connection, Transcript transcript, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      transcript.rows(Arrays.asList(sql.split(" ", 3)).get(0), rows);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
