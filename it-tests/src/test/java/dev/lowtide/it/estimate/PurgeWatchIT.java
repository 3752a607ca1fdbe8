package dev.lowtide.it.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.estimate.PurgeDebt;
import dev.lowtide.scheduler.estimate.PurgeDebt.Holder;
import dev.lowtide.scheduler.estimate.PurgeWatch;
import dev.lowtide.scheduler.mysql.MySqlPurgeWatch;
import dev.lowtide.scheduler.shrink.ByteSize;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PurgeWatchIT {

  private MeasuredLab lab;
  private PurgeWatch watch;

  @BeforeEach
  void setUp() throws Exception {
    lab = new MeasuredLab();
    watch = new MySqlPurgeWatch(lab.target);
    lab.execute(
        "CREATE TABLE t (id INT PRIMARY KEY, a INT)", "INSERT INTO t SELECT i, i FROM number");
  }

  @AfterEach
  void tearDown() throws Exception {
    lab.close();
  }

  @Test
  void theSessionWhoseViewPurgeWaitsForIsNamedUntilItEnds() throws Exception {
    try (Connection old = Lab.server().connect()) {
      Lab.execute(old, "START TRANSACTION", "SELECT COUNT(*) FROM measured.t");
      deleteOneByOne(300);

      await("the view is old", () -> watch.look().isHeldBack());
      PurgeDebt debt = watch.look();

      Holder oldest = debt.oldest().orElseThrow();
      assertThat(oldest.threadId()).isEqualTo(Lab.threadId(old));
      assertThat(oldest.account()).startsWith("root@");
      assertThat(oldest.doing()).isEqualTo("idle");
      assertThat(debt.historyLength()).isGreaterThan(250);
      assertThat(debt.about(new ByteSize(1 << 20)).orElseThrow())
          .contains(
              "1.0 MiB are deleted and not purged", "session " + oldest.threadId() + " of root@");

      Lab.execute(old, "ROLLBACK");
      await("it is no holder any more", () -> !holder(oldest.threadId()));
    }
  }

  @Test
  void aStatementAtWorkIsNamedByItsKindAndNotByItsText() throws Exception {
    try (Connection busy = Lab.server().connect()) {
      long thread = Lab.threadId(busy);
      Thread worker =
          new Thread(
              () -> {
                try {
                  Lab.execute(
                      busy, "SELECT COUNT(*) FROM measured.t WHERE SLEEP(600) OR 'secret' = ''");
                } catch (java.sql.SQLException e) {
                  // It is killed below.
                }
              });
      worker.start();
      await("it is seen", () -> holder(thread));
      Holder holder =
          watch.look().holders().stream()
              .filter(each -> each.threadId() == thread)
              .findFirst()
              .orElseThrow();
      lab.execute("KILL " + thread);
      worker.join();

      assertThat(holder.doing()).isEqualTo("SELECT");
      assertThat(holder.toString()).doesNotContain("secret");
    }
  }

  @Test
  void whoHasOnlyWrittenLooksAtNothing() throws Exception {
    try (Connection writer = Lab.server().connect()) {
      Lab.execute(writer, "START TRANSACTION", "INSERT INTO measured.t VALUES (-1, 0)");

      assertThat(holder(Lab.threadId(writer))).isFalse();

      Lab.execute(writer, "SELECT COUNT(*) FROM measured.number");
      assertThat(holder(Lab.threadId(writer))).isTrue();
    }
  }

  @Test
  void aPreparedTransactionIsCounted() throws Exception {
    int before = watch.look().prepared();
    try (Connection xa = Lab.server().connect()) {
      Lab.execute(
          xa,
          "XA START 'debt'",
          "DELETE FROM measured.t WHERE id < 5",
          "XA END 'debt'",
          "XA PREPARE 'debt'");

      assertThat(watch.look().prepared()).isEqualTo(before + 1);

      Lab.execute(xa, "XA ROLLBACK 'debt'");
      assertThat(watch.look().prepared()).isEqualTo(before);
    }
  }

  /** The server's list of transactions is made anew only if nobody has read it for 100 ms. */
  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(250))
        .until(condition);
  }

  private boolean holder(long thread) {
    return watch.look().holders().stream().anyMatch(each -> each.threadId() == thread);
  }

  private void deleteOneByOne(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      lab.execute("DELETE FROM t WHERE id = " + i);
    }
  }
}
