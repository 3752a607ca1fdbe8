package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.execute.Swap;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.SwapSession;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A shadow takes the place of its original: what stays, and what keeps it from happening. */
class SwapIT {

  private static final String PLAIN = "(id INT PRIMARY KEY AUTO_INCREMENT, v INT)";

  /** The shortest wait that a server can be told; what is shorter is our own doing. */
  private static final long GIVEN_UP_BY_SERVER_MS = 1_000;

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private SwapLab lab;

  @BeforeEach
  void open() throws Exception {
    lab = SwapLab.open();
  }

  @AfterEach
  void close() throws Exception {
    clients.shutdownNow();
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN,
        "(id INT PRIMARY KEY AUTO_INCREMENT, v INT, w INT AS (v + 1) STORED, KEY k (v),"
            + " CONSTRAINT positive CHECK (v >= 0), CHECK (v < 1000000))",
        PLAIN + " PARTITION BY HASH (id) PARTITIONS 4",
        PLAIN + " COMMENT 'it''s `odd`' ROW_FORMAT=COMPRESSED",
      })
  void theTableIsTheSameToTheLetterAndTheOldOneIsKept(String definition) throws Exception {
    lab.table(definition, 0);
    Lab.execute(lab.direct, "INSERT INTO swapped (v) VALUES (1), (2), (3)");
    CopyRecord copy = lab.shadow();
    Lab.execute(lab.direct, "UPDATE swapped SET v = 20 WHERE id = 2");
    lab.changes.tell(2);
    String before = lab.createTable(SwapLab.TABLE);
    List<String> rows = Lab.rows(lab.direct, "SELECT * FROM swapped ORDER BY id");

    lab.swap(copy);

    assertThat(lab.createTable(SwapLab.TABLE)).isEqualTo(before);
    assertThat(Lab.rows(lab.direct, "SELECT * FROM swapped ORDER BY id")).isEqualTo(rows);
    assertThat(
            Lab.rows(lab.direct, "SELECT * FROM " + copy.table().old().quoted() + " ORDER BY id"))
        .isEqualTo(rows);
    assertThat(lab.phase(copy)).isEqualTo("KEPT");
  }

  @Test
  void rowsThatDifferAreFoundUnderTheLock() throws Exception {
    lab.table(PLAIN, 10);
    CopyRecord copy = lab.shadow();
    Lab.execute(
        lab.direct,
        "CREATE TRIGGER lowtide_new.spoil BEFORE INSERT ON lowtide_new.swapped"
            + " FOR EACH ROW SET NEW.v = 99");
    lab.changes.tell(3);

    Swap swap = lab.attempt(copy);

    assertThat(swap.outcome()).as(swap.text()).isEqualTo(Outcome.DIFFERENT);
    assertThat(swap.text()).contains("rows differ under the lock: 3");
    assertNothingLocked();
  }

  @Test
  void triggersAreCarriedToTheLetterInTheirOrderAndFire() throws Exception {
    lab.table(PLAIN, 0);
    Lab.execute(
        lab.direct,
        "CREATE TABLE swap_log (id INT PRIMARY KEY AUTO_INCREMENT, what VARCHAR(100))",
        "CREATE TRIGGER second AFTER INSERT ON swapped FOR EACH ROW"
            + " INSERT INTO swap_log (what) VALUES ('second')",
        "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'",
        "CREATE DEFINER = 'nobody'@'nowhere' TRIGGER first AFTER INSERT ON swapped FOR EACH ROW"
            + " PRECEDES second BEGIN /* a 'comment' {d} */"
            + " SET @x = \"NEW\".\"id\" || 'ü€ 漢'; END",
        "SET SESSION sql_mode = DEFAULT",
        "CREATE TRIGGER `odd ``name` BEFORE UPDATE ON swapped FOR EACH ROW"
            + " SET NEW.v = NEW.v + 1");
    CopyRecord copy = lab.shadow();
    List<String> before = lab.triggers();
    assertThat(before).hasSize(3);

    lab.swap(copy);

    assertThat(lab.triggers()).isEqualTo(before);
    Lab.execute(
        lab.direct,
        "DROP TRIGGER first",
        "INSERT INTO swapped (id, v) VALUES (1, 1)",
        "UPDATE swapped SET v = 5 WHERE id = 1");
    assertThat(Lab.rows(lab.direct, "SELECT what FROM swap_log")).containsExactly("second|");
    assertThat(Lab.ask(lab.direct, "SELECT v FROM swapped")).isEqualTo("6");
  }

  @Test
  void tablesThatTriggersUseAreHeldTooSoThatNobodyQueuesBehindThem() throws Exception {
    lab.table(PLAIN, 1);
    Lab.execute(
        lab.direct,
        "CREATE TABLE swap_log (id INT PRIMARY KEY AUTO_INCREMENT, what VARCHAR(100))",
        "CREATE TRIGGER logs AFTER INSERT ON swapped FOR EACH ROW"
            + " INSERT INTO swap_log (what) VALUES ('x')");
    CopyRecord copy = lab.shadow();
    try (SwapSession session = lab.session(copy.table(), copy.id());
        Connection other = lab.client()) {
      assertThat(session.alsoLocked())
          .containsExactly(new dev.lowtide.proxy.activity.TableName("lab", "swap_log"));
      Lab.execute(other, "BEGIN", "INSERT INTO swap_log (what) VALUES ('open')");

      Swap swap = lab.swaps(copy.table(), copy.id(), session).attempt();

      assertThat(swap.outcome()).isEqualTo(Outcome.NOT_NOW);
      assertThat(swap.text()).contains("lab.swap_log");
      Lab.execute(other, "COMMIT");
    }
    lab.swap(copy);
  }

  @Test
  void numbersThatWereGivenOutAreNotGivenOutAgain() throws Exception {
    lab.table(PLAIN, 10);
    CopyRecord copy = lab.shadow();
    Lab.execute(
        lab.direct,
        "INSERT INTO swapped (v) VALUES (1), (2), (3)",
        "DELETE FROM swapped WHERE id > 10",
        "BEGIN",
        "INSERT INTO swapped (v) VALUES (4)",
        "ROLLBACK");
    long next = counter();

    lab.swap(copy);

    assertThat(counter()).isEqualTo(next).isGreaterThan(13);
    Lab.execute(lab.direct, "INSERT INTO swapped (v) VALUES (5)");
    assertThat(Lab.ask(lab.direct, "SELECT MAX(id) FROM swapped")).isEqualTo(String.valueOf(next));
  }

  @Test
  void preparedStatementsViewsRoutinesAndGrantsGoOn() throws Exception {
    lab.table(PLAIN, 10);
    Lab.execute(
        lab.direct,
        "CREATE OR REPLACE VIEW swapped_view AS SELECT id FROM swapped",
        "DROP PROCEDURE IF EXISTS swapped_count",
        "CREATE PROCEDURE swapped_count() SELECT COUNT(*) FROM swapped",
        "DROP USER IF EXISTS swap_reader",
        "CREATE USER swap_reader IDENTIFIED BY 'x'",
        "GRANT SELECT ON lab.swapped TO swap_reader");
    CopyRecord copy = lab.shadow();
    try (Connection client = lab.client("useServerPrepStmts=true&cachePrepStmts=true");
        Connection reader =
            dev.lowtide.it.harness.TestServer.connect(
                "127.0.0.1", lab.proxy.port(), "swap_reader", "x", "");
        PreparedStatement update =
            client.prepareStatement("UPDATE swapped SET v = ? WHERE id = ?");
        PreparedStatement select = client.prepareStatement("SELECT v FROM swapped WHERE id = ?")) {
      update(update, 1, 7);
      assertThat(value(select, 7)).isEqualTo(1);
      lab.changes.tell(7);

      lab.swap(copy);

      update(update, 2, 7);
      assertThat(value(select, 7)).isEqualTo(2);
      assertThat(Lab.ask(client, "SELECT COUNT(*) FROM swapped_view")).isEqualTo("10");
      assertThat(Lab.ask(client, "CALL swapped_count()")).isEqualTo("10");
      assertThat(Lab.ask(reader, "SELECT COUNT(*) FROM lab.swapped")).isEqualTo("10");
    }
  }

  @Test
  void anOpenTransactionKeepsItFromBeginningAndNobodyQueues() throws Exception {
    lab.table(PLAIN, 10);
    CopyRecord copy = lab.shadow();
    try (Connection open = lab.client();
        Connection other = lab.client()) {
      Lab.execute(open, "BEGIN", "SELECT * FROM swapped LIMIT 1");

      Swap swap = lab.attempt(copy);

      assertThat(swap.outcome()).isEqualTo(Outcome.NOT_NOW);
      assertThat(swap.reason()).isEqualTo(AbortReason.TABLE_IN_USE);
      assertThat(swap.text()).contains("session " + Lab.threadId(open));
      long began = System.nanoTime();
      Lab.execute(other, "UPDATE swapped SET v = 1 WHERE id = 5");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SwapLab.BUDGET);
      assertNothingLocked();
      Lab.execute(open, "UPDATE swapped SET v = 2 WHERE id = 1", "COMMIT");
    }
    lab.changes.tell(5);
    lab.changes.tell(1);
    lab.swap(copy);
  }

  @Test
  void aViewOfThePastIsAwaitedAndNeverSeesAnErrorOrTooFewRows() throws Exception {
    lab.table(PLAIN, 10);
    try (Connection viewer = lab.client()) {
      Lab.execute(
          viewer,
          "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
          "BEGIN",
          "SELECT * FROM aside");
      CopyRecord copy = lab.shadow();

      CompletableFuture<Swap> swapping = swapping(copy);
      Lab.await("an attempt in vain", () -> lab.attempt(copy).outcome() == Outcome.NOT_NOW);
      assertThat(Lab.ask(viewer, "SELECT COUNT(*) FROM swapped")).isEqualTo("10");
      Lab.execute(viewer, "COMMIT");

      assertThat(swapping.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.SWAPPED);
      assertThat(Lab.ask(viewer, "SELECT COUNT(*) FROM swapped")).isEqualTo("10");
    }
  }

  /** What is waited for above: the server would not even say that there is something wrong. */
  @Test
  void aViewThatIsOlderThanTheShadowsRowsWouldNotSeeThem() throws Exception {
    lab.table(PLAIN, 10);
    try (Connection viewer = lab.client()) {
      Lab.execute(
          viewer,
          "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ",
          "BEGIN",
          "SELECT * FROM aside");
      CopyRecord copy = lab.shadow();
      try (SwapSession session = lab.session(copy.table(), copy.id())) {
        session.announce();
        assertThat(session.lock(SwapLab.BUDGET)).isTrue();
        session.swap();
        session.unlock();
      }

      String seen;
      try {
        seen = Lab.ask(viewer, "SELECT COUNT(*) FROM swapped");
      } catch (java.sql.SQLException e) {
        seen = "error " + e.getErrorCode();
      }

      assertThat(seen).isIn("0", "error 1412");
    }
  }

  @Test
  void aBackupThatLocksEverythingIsNamed() throws Exception {
    lab.table(PLAIN, 10);
    CopyRecord copy = lab.shadow();
    try (Connection backup = Lab.server().connect()) {
      Lab.execute(backup, "LOCK INSTANCE FOR BACKUP");

      Swap swap = lab.attempt(copy);

      assertThat(swap.outcome()).isEqualTo(Outcome.NOT_NOW);
      assertThat(swap.text()).contains("has locked everything (BACKUP LOCK)");
    }
    lab.swap(copy);
  }

  @Test
  void aLockThatABypassingSessionKeepsIsGivenUpInTimeAndNothingQueues() throws Exception {
    lab.table(PLAIN, 10);
    CopyRecord copy = lab.shadow();
    try (Connection bypass = Lab.server().connect();
        Connection other = Lab.server().connect();
        SwapSession session = lab.session(copy.table(), copy.id())) {
      Lab.execute(bypass, "USE lab", "BEGIN", "SELECT * FROM swapped LIMIT 1");
      long began = System.nanoTime();

      boolean isLocked = session.lock(Duration.ofMillis(50));

      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      assertThat(isLocked).isFalse();
      assertThat(millis).as("ms until it was given up").isBetween(50L, GIVEN_UP_BY_SERVER_MS - 1);
      assertNothingLocked();
      Lab.execute(other, "USE lab", "UPDATE swapped SET v = 3 WHERE id = 3");
      Lab.execute(bypass, "COMMIT");
      assertThat(session.lock(SwapLab.BUDGET)).as("the same session once more").isTrue();
      session.unlock();
    }
    lab.changes.tell(3);
    lab.swap(copy);
  }

  @Test
  void whatWasSwappedCanBeSwappedBack() throws Exception {
    lab.table(PLAIN, 10);
    Lab.execute(
        lab.direct,
        "CREATE TRIGGER doubles BEFORE INSERT ON swapped FOR EACH ROW SET NEW.v = 2 * NEW.v");
    CopyRecord copy = lab.shadow();
    String before = lab.createTable(SwapLab.TABLE);
    List<String> triggers = lab.triggers();
    lab.swap(copy);
    Lab.execute(lab.direct, "INSERT INTO swapped (id, v) VALUES (11, 4)");
    lab.changes.tell(11);

    lab.swap(copy.table().reversed(), copy.id());

    assertThat(lab.phase(copy)).isEqualTo("FOLLOWING");
    assertThat(lab.triggers()).isEqualTo(triggers);
    assertThat(lab.createTable(SwapLab.TABLE).replaceAll(" AUTO_INCREMENT=\\d+", ""))
        .isEqualTo(before.replaceAll(" AUTO_INCREMENT=\\d+", ""));
    assertThat(Lab.ask(lab.direct, "SELECT SUM(v) FROM swapped")).isEqualTo("8");
  }

  private CompletableFuture<Swap> swapping(CopyRecord copy) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return lab.swap(copy);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        },
        clients);
  }

  private long counter() throws Exception {
    Lab.execute(lab.direct, "SET SESSION information_schema_stats_expiry = 0");
    return Long.parseLong(
        String.valueOf(
            Lab.ask(
                lab.direct,
                "SELECT AUTO_INCREMENT FROM information_schema.TABLES"
                    + " WHERE TABLE_SCHEMA = 'lab' AND TABLE_NAME = 'swapped'")));
  }

  private void assertNothingLocked() throws Exception {
    assertThat(
            Lab.rows(
                lab.direct,
                "SELECT LOCK_TYPE, LOCK_STATUS FROM performance_schema.metadata_locks"
                    + " WHERE OBJECT_NAME = 'swapped' AND (LOCK_STATUS = 'PENDING'"
                    + " OR LOCK_TYPE LIKE 'SHARED_NO_%')"))
        .isEmpty();
  }

  private static void update(PreparedStatement update, int value, int id) throws Exception {
    update.setInt(1, value);
    update.setInt(2, id);
    assertThat(update.executeUpdate()).isEqualTo(1);
  }

  private static int value(PreparedStatement select, int id) throws Exception {
    select.setInt(1, id);
    try (var row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }
}
