package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.copy.CopyTable;
import dev.lowtide.scheduler.execute.SwapServer.Settled;
import dev.lowtide.scheduler.execute.SwapServer.Settled.Outcome;
import dev.lowtide.scheduler.execute.SwapSession;
import dev.lowtide.scheduler.mysql.MySqlSwapSession;
import dev.lowtide.scheduler.mysql.MySqlSwapTraces;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange that breaks off: what has happened is told from the files, and never guessed. */
class PartitionBrokenOffIT {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOMENTS = 12;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private CopyLab lab;
  private CopyRecord copy;
  private List<String> rows = List.of();

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
    Lab.execute(
        lab.connection,
        "CREATE TABLE t (id INT PRIMARY KEY, v INT, KEY v (v)) PARTITION BY HASH (id) PARTITIONS 3",
        "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7)",
        "CREATE TRIGGER one AFTER INSERT ON t FOR EACH ROW SET @one = NEW.id");
    rows = rows();
    begin();
  }

  @AfterEach
  void close() throws Exception {
    threads.shutdownNow();
    lab.close();
  }

  @Test
  void itIsSettledFromTheTablespaceThatWasWrittenDown() throws Exception {
    try (SwapSession session = session()) {
      session.announce();
      assertThat(session.lock(PATIENCE)).isTrue();
    }
    assertThat(recovered().outcome()).isEqualTo(Outcome.NOT_SWAPPED);
    assertWhole("FOLLOWING", copy.table().shadow().table());

    try (SwapSession session = session()) {
      session.announce();
      assertThat(session.lock(PATIENCE)).isTrue();
      session.swap();
    }
    Settled settled = recovered();

    assertThat(settled.outcome()).as(settled.text()).isEqualTo(Outcome.SWAPPED);
    assertThat(settled.text()).contains("copy_lab.t#p1 was exchanged");
    assertWhole("KEPT", copy.table().old().table());
    assertThat(recovered().outcome()).isEqualTo(Outcome.SWAPPED);
  }

  @Test
  void whatWasPutAsideBeforeTheEndIsKnownToBeExchanged() throws Exception {
    try (SwapSession session = session()) {
      session.announce();
      assertThat(session.lock(PATIENCE)).isTrue();
      session.swap();
      session.unlock();
      session.conclude(true);
    }
    Lab.execute(lab.connection, "UPDATE lowtide.copy SET phase = 'SWAPPING'");

    assertThat(recovered().outcome()).isEqualTo(Outcome.SWAPPED);
    assertWhole("KEPT", copy.table().old().table());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRUNCATE PARTITION p1", "REBUILD PARTITION p1", "DROP COLUMN v"})
  void aPartitionThatIsNeitherTheOldNorTheNewOneIsUnknown(String change) throws Exception {
    try (SwapSession session = session()) {
      session.announce();
    }
    Lab.execute(
        lab.connection, "ALTER TABLE t " + change + (change.startsWith("DROP") ? ", FORCE" : ""));

    Settled settled = recovered();

    assertThat(settled.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(settled.text()).contains("no file is left of copy_lab.t#p1");
    assertThat(phase()).isEqualTo("SWAPPING");
    assertThat(lab.shadows.exists(copy.table().shadow())).isTrue();
  }

  @Test
  void aSessionThatIsKilledAtAnyMomentLeavesOneOrTheOther() throws Exception {
    Random random = new Random(4711);
    for (int i = 0; i < MOMENTS; i++) {
      boolean isSwapped = isSwappedThoughKilledAfter(Duration.ofMillis(random.nextInt(40)));

      Settled settled = recovered();

      assertThat(settled.outcome()).as(settled.text()).isIn(Outcome.SWAPPED, Outcome.NOT_SWAPPED);
      if (isSwapped) {
        assertThat(settled.outcome()).isEqualTo(Outcome.SWAPPED);
      }
      boolean isDone = settled.outcome() == Outcome.SWAPPED;
      CopyTable table = copy.table();
      assertWhole(
          isDone ? "KEPT" : "FOLLOWING", isDone ? table.old().table() : table.shadow().table());
      lab.shadows.drop(isDone ? table.old() : table.shadow());
      lab.registry.forget(copy.id());
      begin();
    }
  }

  /** Whether the session said so. */
  private boolean isSwappedThoughKilledAfter(Duration moment) throws Exception {
    try (SwapSession session = session()) {
      session.announce();
      assertThat(session.lock(PATIENCE)).isTrue();
      CompletableFuture<Void> killing =
          CompletableFuture.runAsync(
              () -> kill(session.threadId()),
              CompletableFuture.delayedExecutor(moment.toNanos(), TimeUnit.NANOSECONDS, threads));
      try {
        session.swap();
        session.unlock();
        return true;
      } catch (RuntimeException e) {
        return false;
      } finally {
        killing.join();
        Lab.await(
            "its session is gone",
            () ->
                Lab.rows(
                        lab.connection,
                        "SELECT 1 FROM performance_schema.threads WHERE PROCESSLIST_ID = "
                            + session.threadId())
                    .isEmpty());
      }
    }
  }

  private static void kill(long threadId) {
    try (Connection connection = Lab.server().connect()) {
      Lab.execute(connection, "KILL CONNECTION " + threadId);
    } catch (Exception e) {
      // Gone by itself already.
    }
  }

  private void begin() throws Exception {
    copy = lab.register(PartitionedTable.P1);
    lab.shadows.create(copy.table());
    Lab.execute(
        lab.connection,
        "INSERT INTO " + copy.table().shadow().quoted() + " SELECT * FROM t PARTITION (p1)");
    lab.shadows.addSecondaryKeys(copy.table());
    lab.registry.phase(copy.id(), CopyPhase.FOLLOWING);
  }

  private SwapSession session() {
    return new MySqlSwapSession(lab.target, copy.table(), copy.id(), threads);
  }

  private Settled recovered() {
    return new MySqlSwapTraces(lab.target).recover(copy.table(), copy.id());
  }

  private void assertWhole(String phase, String other) throws Exception {
    assertThat(phase()).isEqualTo(phase);
    assertThat(rows()).isEqualTo(rows);
    assertThat(
            Lab.rows(
                lab.connection,
                "SELECT TABLE_NAME FROM information_schema.TABLES"
                    + " WHERE TABLE_SCHEMA IN ('lowtide_new', 'lowtide_old')"))
        .isEqualTo(List.of(other + "|"));
    assertThat(
            Lab.rows(
                lab.connection,
                "SELECT TRIGGER_NAME FROM information_schema.TRIGGERS"
                    + " WHERE TRIGGER_SCHEMA = 'copy_lab'"))
        .isEqualTo(List.of("one|"));
  }

  private String phase() {
    return lab.registry.find(copy.owner()).orElseThrow().phase().name();
  }

  private List<String> rows() throws Exception {
    return Lab.rows(lab.connection, "SELECT * FROM t ORDER BY id");
  }
}
