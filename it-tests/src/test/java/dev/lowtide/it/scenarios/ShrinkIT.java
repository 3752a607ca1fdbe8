package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job on a real server: files get smaller, rows stay, nobody is hurt. */
class ShrinkIT {

  private static final TableName TABLE = new TableName(Lab.SCHEMA, "bloated");
  private static final String ALL = "SELECT * FROM bloated ORDER BY id";

  /** Quiet at once: what is tested here is what happens then. */
  private static final String EAGER =
      "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 100000,"
          + " threadsRunningMax: 100, commandsInFlightMax: 100, transactionAgeMax: 1h, readViewAgeMax: 1h }";

  private static final String RETRY = "shrink: { retryAfter: 1s, attemptsMax: 2 }";

  private static final Optional<ShrinkMethod> HELD = Optional.of(ShrinkMethod.COPY_UNDER_HOLD);

  private static RunningLowtide lowtide;

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private Connection direct;

  @BeforeAll
  static void start() throws Exception {
    lowtide = RunningLowtide.start(Lab.server(), EAGER, RETRY);
  }

  @AfterAll
  static void stop() {
    lowtide.close();
  }

  @BeforeEach
  void connect() throws Exception {
    direct = Lab.direct();
  }

  @AfterEach
  void disconnect() throws Exception {
    direct.close();
    clients.shutdownNow();
  }

  @Test
  void theFileGetsSmallerAndEveryRowStays() throws Exception {
    Bloat.table(direct, "bloated");
    List<String> before = Lab.rows(direct, ALL);
    long bytesBefore = Bloat.fileSize(direct, "bloated");

    RunView ended = shrink(TABLE);

    ShrinkReport report = operator().report(ended.run().id());
    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(Lab.rows(direct, ALL)).isEqualTo(before);
    assertThat(Bloat.fileSize(direct, "bloated")).isLessThan(bytesBefore);
    assertThat(report.fileSizeBefore().bytes()).isEqualTo(bytesBefore);
    assertThat(report.fileSizeAfter().bytes()).isEqualTo(Bloat.fileSize(direct, "bloated"));
    assertThat(report.verification().verdict()).isEqualTo(Verdict.SAME);
    assertThat(report.verification().rows()).isEqualTo(before.size());
    assertThat(report.history().stream().map(RunStep::state))
        .containsExactly(
            RunState.PROPOSED,
            RunState.APPROVED,
            RunState.WAITING_FOR_QUIET,
            RunState.PREFLIGHT,
            RunState.RUNNING,
            RunState.CUTTING_OVER,
            RunState.VERIFYING,
            RunState.SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "without a key | (a INT, b VARCHAR(100)) | (a, b) | 1, RAND()",
        "generated | (id INT PRIMARY KEY AUTO_INCREMENT, a INT, b INT AS (a + 1) STORED, c INT AS (a * 2) VIRTUAL, d INT INVISIBLE DEFAULT 3, CHECK (a > 0)) | (a) | 1 + RAND() * 100",
        "partitioned | (id INT PRIMARY KEY AUTO_INCREMENT, a FLOAT) PARTITION BY HASH (id) PARTITIONS 3 | (a) | RAND()",
        "compressed | (id INT PRIMARY KEY AUTO_INCREMENT, a VARCHAR(200)) ROW_FORMAT=COMPRESSED | (a) | RPAD(RAND(), 150, 'x')",
        "full text | (id INT PRIMARY KEY AUTO_INCREMENT, a TEXT, FULLTEXT (a)) | (a) | CONCAT('word ', RAND())",
        "spatial | (id INT PRIMARY KEY AUTO_INCREMENT, g POINT NOT NULL SRID 0, SPATIAL INDEX (g)) | (g) | POINT(RAND(), RAND())",
        "documents | (id INT PRIMARY KEY AUTO_INCREMENT, j JSON, k BIT(9), l BINARY(8), INDEX m ((CAST(j->'$.a' AS UNSIGNED)))) | (j, k, l) | JSON_OBJECT('a', FLOOR(RAND() * 100)), 5, LEFT(UUID(), 8)",
        "odd `name | (id INT PRIMARY KEY AUTO_INCREMENT, `odd ``column` INT, UNIQUE `odd ``key` (id, `odd ``column`)) | (`odd ``column`) | RAND() * 1000",
      })
  void everyKindOfTable(String name, String definition, String columns, String values)
      throws Exception {
    TableName table = new TableName(Lab.SCHEMA, name.strip());
    String quoted = table.quoted();
    Lab.execute(
        direct, "DROP TABLE IF EXISTS " + quoted, "CREATE TABLE " + quoted + " " + definition);
    Bloat.fill(direct, quoted, columns, values);
    Lab.execute(direct, "DELETE FROM " + quoted + " WHERE RAND() < 0.7");
    String create = Lab.rows(direct, "SHOW CREATE TABLE " + quoted).get(0);
    List<String> before = Lab.rows(direct, "SELECT * FROM " + quoted);

    RunView ended = shrink(table);

    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(Lab.rows(direct, "SHOW CREATE TABLE " + quoted).get(0)).isEqualTo(create);
    assertThat(Lab.rows(direct, "SELECT * FROM " + quoted))
        .containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void zeroDatesAndZeroIdsAndOrphansStay() throws Exception {
    Lab.execute(
        direct,
        "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO', foreign_key_checks = 0",
        "DROP TABLE IF EXISTS dated_child, dated",
        "CREATE TABLE dated (id INT PRIMARY KEY AUTO_INCREMENT, d DATE, t DATETIME)",
        "CREATE TABLE dated_child (id INT PRIMARY KEY, parent INT,"
            + " FOREIGN KEY (parent) REFERENCES dated (id))",
        "INSERT INTO dated VALUES (0, '0000-00-00', '2024-00-00'), (7, NULL, NULL)",
        "INSERT INTO dated_child VALUES (1, 7), (2, 4711)");
    List<String> before = dates();

    RunView parent = shrink(new TableName(Lab.SCHEMA, "dated"));
    RunView child = shrink(new TableName(Lab.SCHEMA, "dated_child"));

    assertThat(parent.run().state()).as(parent.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(child.run().state()).as(child.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(dates()).isEqualTo(before);
    assertThat(Lab.rows(direct, "SELECT * FROM dated_child ORDER BY id"))
        .containsExactly("1|7|", "2|4711|");
  }

  @Test
  void aWriterThatWaitsForTheBudgetEndsTheAttemptAndIsServed() throws Exception {
    Bloat.table(direct, "bloated");
    long spaceBefore = space();
    AtomicBoolean isOver = new AtomicBoolean();
    try (Connection reader = Lab.through(lowtide)) {
      viewThePast(reader, "SELECT * FROM other");
      CompletableFuture<Long> writer =
          CompletableFuture.supplyAsync(() -> writeUntil(isOver), clients);

      RunView ended = shrink(TABLE);
      isOver.set(true);

      ShrinkReport report = operator().report(ended.run().id());
      assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.ABORTED);
      assertThat(report.attempts()).isEqualTo(2);
      assertThat(report.waits().held()).isPositive();
      assertThat(writer.get(10, TimeUnit.SECONDS)).as("longest write in ms").isLessThan(2_000);
      assertThat(space()).as("the table is the old one").isEqualTo(spaceBefore);
      assertThat(temporaryTables()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT * FROM other", "SELECT reads_other()"})
  void aTransactionWithAnOldViewDelaysTheCutOverAndNeverSeesAnError(String look) throws Exception {
    Bloat.table(direct, "bloated");
    try (Connection reader = Lab.through(lowtide)) {
      viewThePast(reader, look);
      ShrinkRun run = operator().request(TABLE, HELD, "requester");
      operator().approve(run.id(), "approver");
      Lab.awaitState(lowtide, run.id(), RunState.CUTTING_OVER);

      Lab.execute(reader, "SELECT COUNT(*) FROM bloated", "COMMIT");

      RunView ended = Lab.awaitEnd(lowtide, run.id());
      assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void whoUsesATableThatRefersToItIsWaitedForAndNeverSeesAnError() throws Exception {
    Lab.execute(direct, "DROP TABLE IF EXISTS refers");
    Bloat.table(direct, "bloated");
    Lab.execute(
        direct,
        "CREATE TABLE refers (id INT PRIMARY KEY AUTO_INCREMENT, parent INT NOT NULL,"
            + " FOREIGN KEY (parent) REFERENCES bloated (id))",
        "INSERT INTO refers SELECT NULL, id FROM bloated LIMIT 10");
    try (Connection client = Lab.through(lowtide)) {
      Lab.execute(
          client,
          "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
          "BEGIN",
          "SELECT * FROM refers");
      ShrinkRun run = operator().request(TABLE, HELD, "requester");
      operator().approve(run.id(), "approver");
      Lab.awaitState(lowtide, run.id(), RunState.CUTTING_OVER);

      Lab.execute(client, "INSERT INTO refers SELECT NULL, parent FROM refers LIMIT 1", "COMMIT");

      RunView ended = Lab.awaitEnd(lowtide, run.id());
      assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
      assertThat(Lab.rows(direct, "SELECT COUNT(*) FROM refers")).containsExactly("11|");
    } finally {
      Lab.execute(direct, "DROP TABLE refers");
    }
  }

  @Test
  void aSessionThatBypassesTheProxyIsSparedToo() throws Exception {
    Bloat.table(direct, "bloated");
    try (Connection bypass = Lab.direct()) {
      Lab.execute(bypass, "BEGIN", "SELECT * FROM bloated LIMIT 1");
      ShrinkRun run = operator().request(TABLE, HELD, "requester");
      operator().approve(run.id(), "approver");

      Lab.await(
          "the lock to be named",
          () ->
              operator()
                  .run(run.id())
                  .waitingFor()
                  .contains("session " + Lab.threadId(bypass) + " (" + Lab.USER + "@"));
      assertThat(operator().run(run.id()).run().state()).isEqualTo(RunState.WAITING_FOR_QUIET);

      Lab.execute(bypass, "COMMIT");
      assertThat(Lab.awaitEnd(lowtide, run.id()).run().state()).isEqualTo(RunState.SUCCEEDED);
    }
  }

  @Test
  void aDefinitionThatChangedMakesTheApprovalStale() throws Exception {
    Bloat.table(direct, "bloated");
    ShrinkRun run = operator().request(TABLE, HELD, "requester");
    Lab.execute(direct, "ALTER TABLE bloated ADD COLUMN late INT");

    operator().approve(run.id(), "approver");

    assertThat(Lab.awaitEnd(lowtide, run.id()).run().state()).isEqualTo(RunState.STALE);
  }

  @Test
  void theRequesterIsNotTheApproverAndOneRunIsEnough() throws Exception {
    Bloat.table(direct, "bloated");
    ShrinkRun run = operator().request(TABLE, HELD, "requester");

    assertThatThrownBy(() -> operator().approve(run.id(), "requester"))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("other than the requester");
    assertThatThrownBy(() -> operator().request(TABLE, HELD, "another"))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("run " + run.id());

    assertThat(operator().reject(run.id(), "approver", "not today").state())
        .isEqualTo(RunState.REJECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "lab, missing, does not exist",
    "lab, a_view, is a VIEW",
    "lab, in_memory, has engine MEMORY",
    "information_schema, TABLES, SYSTEM VIEW",
  })
  void whatCannotBeShrunkIsRefusedInWords(String schema, String table, String words)
      throws Exception {
    Lab.execute(
        direct,
        "CREATE OR REPLACE VIEW a_view AS SELECT 1",
        "CREATE TABLE IF NOT EXISTS in_memory (id INT) ENGINE=MEMORY");

    assertThatThrownBy(() -> operator().request(new TableName(schema, table), HELD, "requester"))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining(words);
  }

  @Test
  void underRandomWritesNoRowIsLostAndNoClientSeesAnError() throws Exception {
    Bloat.table(direct, "bloated");
    AtomicBoolean isOver = new AtomicBoolean();
    Books books = new Books(lowtide);
    List<CompletableFuture<Void>> writers =
        List.of(1, 2, 3).stream()
            .map(seed -> CompletableFuture.runAsync(() -> books.write(seed, isOver), clients))
            .toList();

    RunView ended = shrink(TABLE);
    isOver.set(true);

    CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    assertThat(ended.run().state()).isIn(RunState.SUCCEEDED, RunState.ABORTED);
    books.assertSameAs(direct);
  }

  private static Operator operator() {
    return lowtide.app().operator();
  }

  private static RunView shrink(TableName table) {
    ShrinkRun run = operator().request(table, HELD, "requester");
    operator().approve(run.id(), "approver");
    return Lab.awaitEnd(lowtide, run.id());
  }

  private long space() throws SQLException {
    return Long.parseLong(
        String.valueOf(
            Lab.ask(
                direct,
                "SELECT SPACE FROM information_schema.INNODB_TABLES WHERE NAME = 'lab/bloated'")));
  }

  private long temporaryTables() throws SQLException {
    return Long.parseLong(
        String.valueOf(
            Lab.ask(
                direct,
                "SELECT COUNT(*) FROM information_schema.INNODB_TABLES"
                    + " WHERE NAME LIKE 'lab/#sql%'")));
  }

  private List<String> dates() throws SQLException {
    return Lab.rows(direct, "SELECT id, CAST(d AS CHAR), CAST(t AS CHAR) FROM dated ORDER BY id");
  }

  /** Writes again and again. Returns the longest that a write took, in milliseconds. */
  /** Opens a transaction whose view of the past a cut-over would break, so that it must wait. */
  private void viewThePast(Connection reader, String look) throws SQLException {
    Lab.execute(
        direct,
        "DROP TABLE IF EXISTS other",
        "CREATE TABLE other (id INT)",
        "DROP FUNCTION IF EXISTS reads_other",
        "CREATE FUNCTION reads_other() RETURNS INT DETERMINISTIC READS SQL DATA"
            + " RETURN (SELECT COUNT(*) FROM other)");
    Lab.execute(reader, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ", "BEGIN", look);
  }

  private static long writeUntil(AtomicBoolean isOver) {
    long longest = 0;
    try (Connection writer = Lab.through(lowtide)) {
      while (!isOver.get()) {
        long began = System.nanoTime();
        Lab.execute(writer, "INSERT INTO bloated (v) VALUES ('written')");
        longest = Math.max(longest, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
      }
      return longest;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
