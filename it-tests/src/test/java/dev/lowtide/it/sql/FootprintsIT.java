package dev.lowtide.it.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.proxy.sql.StatementReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What texts are said to touch is what the server locks for them. */
class FootprintsIT {

  private static final String HERE = "lab_footprints";

  /** Ten seconds on two cores with nothing else to do. */
  private static final int STATEMENTS = 4000;

  /** Of those that were made up, so many at most may be none that the server takes. */
  private static final double REFUSED_MAX = 0.1;

  private static Connection onlooker;
  private static LockedTables locked;
  private static int exact;

  @BeforeAll
  static void connect() throws Exception {
    onlooker = Lab.server().connect();
    locked = new LockedTables(onlooker);
    for (String schema : List.of(HERE, StatementGenerator.ELSEWHERE)) {
      make(schema);
    }
  }

  private static void make(String schema) throws SQLException {
    Lab.execute(
        onlooker,
        "DROP DATABASE IF EXISTS " + schema,
        "CREATE DATABASE " + schema,
        "USE " + schema);
    for (int i = 1; i <= 12; i++) {
      Lab.execute(
          onlooker,
          "CREATE TABLE t" + i + " (id INT PRIMARY KEY, a INT, b VARCHAR(200), KEY i (a))",
          "INSERT INTO t" + i + " VALUES (1, 1, 'one'), (2, 2, 'two')");
    }
    Lab.execute(
        onlooker,
        "CREATE TABLE parent (id INT PRIMARY KEY)",
        "CREATE TABLE parts (id INT PRIMARY KEY, a INT) PARTITION BY HASH (id) PARTITIONS 2",
        "CREATE TABLE other (id INT PRIMARY KEY, a INT)",
        "CREATE VIEW v AS SELECT * FROM t1",
        "CREATE TRIGGER g BEFORE INSERT ON t2 FOR EACH ROW SET NEW.a = 1");
  }

  @AfterAll
  static void close() throws Exception {
    Lab.execute(
        onlooker,
        "DROP DATABASE IF EXISTS " + HERE,
        "DROP DATABASE IF EXISTS " + StatementGenerator.ELSEWHERE);
    onlooker.close();
  }

  @Test
  void ofStatementsOfAllKinds() throws Exception {
    StatementGenerator generator = new StatementGenerator(20260101);
    List<String> wrong = new ArrayList<>();
    Set<String> refused = new TreeSet<>();
    int taken = 0;
    try (Connection client = session()) {
      long id = threadId(client);
      for (int i = 0; i < STATEMENTS; i++) {
        String sql = generator.next();
        if (isTaken(client, sql, refused)) {
          taken++;
          compare(sql, locked.by(id), wrong);
        }
        client.rollback();
      }
    }
    assertThat(wrong).as("statements of which something else was said").isEmpty();
    assertThat(taken)
        .as("refused: %s", refused)
        .isGreaterThan((int) (STATEMENTS * (1 - REFUSED_MAX)));
    assertThat(exact).as("said exactly").isGreaterThan(taken * 8 / 10);
  }

  private static boolean isTaken(Connection client, String sql, Set<String> refused) {
    try (Statement statement = client.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      refused.add(e.getMessage() + ": " + sql);
      return false;
    }
  }

  /** No less than the server locks, and nothing more but for what is known to be more. */
  private static void compare(String sql, Map<TableName, Access> locks, List<String> wrong) {
    Footprint footprint = StatementReader.read(sql, HERE, true, true).footprint();
    boolean isExact = footprint.tables().equals(locks);
    boolean isMissing = !covers(footprint.tables(), locks);
    if (footprint.isUnknown() || isMissing || !(isExact || mayBeMore(sql))) {
      wrong.add(sql + "\n  locked: " + locks + "\n  said: " + footprint);
    }
    exact += isExact ? 1 : 0;
  }

  private static boolean covers(Map<TableName, Access> said, Map<TableName, Access> locks) {
    return locks.entrySet().stream()
        .allMatch(
            lock -> {
              Access access = said.get(lock.getKey());
              return access != null && access.compareTo(lock.getValue()) >= 0;
            });
  }

  /**
   * The server does not open what a common table reads that nobody uses, and we do not look for who
   * does. It does not lock rows for EXPLAIN, and we do not tell that apart.
   */
  private static boolean mayBeMore(String sql) {
    boolean isExplained = sql.startsWith("EXPLAIN") || sql.startsWith("DESC");
    return sql.contains("WITH ") || (isExplained && sql.contains("FOR UPDATE"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SHOW COLUMNS FROM t1 | READ",
        "SHOW INDEX FROM t1 | READ",
        "DESC t1 | READ",
        "CHECKSUM TABLE t1, t3 | READ",
        "HANDLER t1 OPEN AS h | READ",
        "SELECT * FROM parts PARTITION (p0) | READ",
        "VALUES ROW((SELECT MAX(a) FROM t1)) | READ",
        "CREATE TEMPORARY TABLE t5 AS SELECT * FROM t3 | READ",
        "CREATE TEMPORARY TABLE t6 LIKE t3 | READ",
        "LOCK TABLES t1 READ, t3 AS x READ LOCAL | READ",
        "LOCK TABLES t1 WRITE, t3 WRITE | WRITE",
        "FLUSH TABLES t1 WITH READ LOCK | WRITE",
        "FLUSH TABLES t1, t3 FOR EXPORT | WRITE",
        "SELECT * FROM JSON_TABLE('[1]', '$[*]' COLUMNS (x INT PATH '$')) j, t1 | READ",
        "SELECT * FROM (SELECT * FROM t1) d FOR UPDATE | READ",
        "(SELECT * FROM t1) FOR UPDATE | WRITE",
        "TABLE t1 FOR UPDATE | WRITE",
      })
  void ofStatementsThatKeepTheirLocks(String sql, Access access) throws Exception {
    try (Connection client = session()) {
      Lab.execute(client, sql);

      Map<TableName, Access> locks = locked.by(threadId(client));
      assertThat(StatementReader.read(sql, HERE, true, true).footprint().tables())
          .isEqualTo(locks)
          .containsValue(access);
    }
  }

  /** Definitions let their locks go at their end, so somebody keeps them from coming to it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE n (x INT, FOREIGN KEY (x) REFERENCES parent (id)) | parent",
        "CREATE TABLE n LIKE t1 | t1",
        "CREATE TABLE n AS SELECT t1.* FROM t1 JOIN t3 USING (id) | t3",
        "CREATE VIEW n AS SELECT * FROM t3 | t3",
        "CREATE OR REPLACE VIEW v AS SELECT * FROM t3 | v",
        "CREATE INDEX j ON t3 (b) | t3",
        "DROP INDEX i ON t3 | t3",
        "CREATE TRIGGER h BEFORE INSERT ON t3 FOR EACH ROW SET NEW.a = (SELECT 1 FROM t4) | t3",
        "DROP TRIGGER g | t2",
        "TRUNCATE t3 | t3",
        "RENAME TABLE t3 TO n, t4 TO t3 | t4",
        "ALTER TABLE t3 RENAME TO n | t3",
        "ALTER TABLE t3 ADD c INT, ALGORITHM = COPY | t3",
        "ALTER TABLE parts EXCHANGE PARTITION p0 WITH TABLE other | other",
        "ALTER TABLE t3 IMPORT TABLESPACE | t3",
        "DROP TABLE t3, t4 | t4",
        "DROP VIEW v | v",
        "DROP DATABASE lab_footprints | t3",
        "ALTER DATABASE lab_footprints CHARACTER SET latin1 | t3",
        "OPTIMIZE TABLE t3 | t3",
        "ANALYZE TABLE t3 | t3",
        "CHECK TABLE t3 | t3",
        "LOCK TABLES t3 WRITE, t4 READ | t3",
        "LOAD DATA INFILE '/nowhere' INTO TABLE t3 | t3",
        "REPLACE INTO t4 SELECT * FROM t3 | t3",
      })
  void ofStatementsThatAreKeptWaiting(String sql, String awaited) throws Exception {
    try (Connection blocker = session();
        Connection client = session()) {
      Lab.execute(blocker, blocking(sql, awaited));
      long id = threadId(client);
      Thread thread = new Thread(() -> isTaken(client, sql, new TreeSet<>()));
      thread.start();
      try {
        Lab.await("a lock that is waited for", () -> locked.isWaiting(id));
        touches(sql, locked.by(id));
      } finally {
        Lab.execute(onlooker, "KILL QUERY " + id);
        thread.join();
      }
    }
  }

  /** Who has locked a table has a lock on its schema too; who has only read it has none. */
  private static String blocking(String sql, String awaited) {
    return sql.contains(" DATABASE ")
        ? "SELECT * FROM " + awaited
        : "LOCK TABLES " + awaited + " WRITE";
  }

  /** New tables, and the copies that ALTER TABLE makes, have no names that others could use. */
  private static void touches(String sql, Map<TableName, Access> locks) {
    Footprint footprint = StatementReader.read(sql, HERE, true, true).footprint();
    locks.forEach(
        (table, access) -> {
          if (!table.table().startsWith("#sql")) {
            assertThat(footprint.touches(table)).as("%s touches %s", sql, table).isTrue();
            assertThat(footprint.writes(table) || access == Access.READ)
                .as("%s writes to %s", sql, table)
                .isTrue();
          }
        });
    assertThat(locks).isNotEmpty();
  }

  /** What is taken for the server's own words can be no stored function. */
  @Test
  void aFunctionThatTheServerLooksForIsSaidToBeCalled() throws Exception {
    List<String> missed = new ArrayList<>();
    List<String> words =
        Lab.rows(
            onlooker,
            "SELECT word FROM information_schema.keywords"
                + " UNION SELECT name FROM mysql.help_topic WHERE name REGEXP '^[A-Z_0-9]+$'");
    try (Connection client = session();
        Statement statement = client.createStatement()) {
      for (String word : words) {
        String sql = "SELECT " + word + "()";
        if (isUnknownFunction(statement, sql)
            && StatementReader.read(sql, HERE, true, true).footprint().routines().isEmpty()) {
          missed.add(word.toLowerCase(Locale.ROOT));
        }
      }
    }
    assertThat(words).hasSizeGreaterThan(500);
    assertThat(missed).isEmpty();
  }

  private static boolean isUnknownFunction(Statement statement, String sql) {
    try {
      statement.execute("EXPLAIN " + sql);
      return false;
    } catch (SQLException e) {
      return e.getErrorCode() == 1305;
    }
  }

  private static Connection session() throws Exception {
    TestServer server = Lab.server();
    Connection client = server.connect();
    Lab.execute(client, "USE " + HERE, "SET SESSION lock_wait_timeout = 30");
    client.setAutoCommit(false);
    return client;
  }

  private static long threadId(Connection client) throws SQLException {
    return Long.parseLong(Lab.ask(client, "SELECT CONNECTION_ID()"));
  }
}
