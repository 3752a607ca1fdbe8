package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.LowtideProcess.Result;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 while an old table follows, and while it is put back. */
class KeptInStepCrashIT {

  private static final String ALL = "SELECT * FROM t ORDER BY id";

  @TempDir private Path folder;
  private Path config;
  private CopyLab lab;
  private SteppedTable table;

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
    table = SteppedTable.make(lab.connection);
    RunningLowtide.createTargetUser(Lab.server());
    config =
        RunningLowtide.writeConfig(
            folder,
            Lab.server(),
            SteppedTable.EAGER,
            "approval: automatic",
            "copy: { keepInStep: true }");
  }

  @AfterEach
  void close() throws Exception {
    lab.close();
  }

  @Test
  void whatIsWrittenWhileNobodyFollowsIsFollowedAfterwards() throws Exception {
    String file = table.file();
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      shrink(lowtide);
      write(1_000_000);
      lowtide.kill();
    }
    write(2_000_000);
    List<String> rows;
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      awaitOldTable(lowtide, "yes");
      write(3_000_000);
      rows = Lab.rows(lab.connection, ALL);
      Result revert = lowtide.run("revert", "1");
      assertThat(revert.exitCode()).as(revert.err()).isZero();
      awaitOldTable(lowtide, "was reverted by local");
    }

    assertThat(table.file()).isEqualTo(file);
    assertThat(Lab.rows(lab.connection, ALL)).isEqualTo(rows);
  }

  @Test
  void aReturnThatBreaksOffHasHappenedOrCanBeAskedForAgain() throws Exception {
    String file = table.file();
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      shrink(lowtide);
      write(1_000_000);
      assertThat(lowtide.run("revert", "1").exitCode()).isZero();
      lowtide.kill();
    }
    List<String> rows = Lab.rows(lab.connection, ALL);
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      Lab.await(
          "it is in step, or there is none",
          () -> file.equals(table.file()) || oldTables(lowtide).contains("yes"));
      if (!file.equals(table.file())) {
        assertThat(lowtide.run("revert", "1").exitCode()).isZero();
        awaitOldTable(lowtide, "was reverted by local");
      }
      Lab.await(
          "nothing is among the shadows",
          () ->
              Lab.rows(
                      lab.connection,
                      "SELECT 1 FROM information_schema.TABLES"
                          + " WHERE TABLE_SCHEMA = 'lowtide_new'")
                  .isEmpty());
    }

    assertThat(table.file()).isEqualTo(file);
    assertThat(Lab.rows(lab.connection, ALL)).isEqualTo(rows);
  }

  private static void shrink(LowtideProcess lowtide) throws Exception {
    Result shrunk = lowtide.run("shrink", "copy_lab.t", "--method", "shadow-copy", "--wait");
    assertThat(shrunk.exitCode()).as(shrunk.out() + shrunk.err()).isZero();
    awaitOldTable(lowtide, "yes");
  }

  private static void awaitOldTable(LowtideProcess lowtide, String words) {
    Lab.await("an old table: " + words, () -> oldTables(lowtide).contains(words));
  }

  private static String oldTables(LowtideProcess lowtide) throws Exception {
    return lowtide.run("old-tables").out();
  }

  /** Rows come, change, change their keys, and go. */
  private void write(int from) throws Exception {
    Lab.execute(
        lab.connection,
        "INSERT INTO t (id, v) SELECT id + " + from + ", 'new' FROM t WHERE id < 500",
        "UPDATE t SET v = CONCAT('changed ', " + from + ") WHERE id % 3 = 0",
        "UPDATE t SET id = id + 500000 WHERE id BETWEEN " + from + " AND " + from + " + 100",
        "DELETE FROM t WHERE id BETWEEN " + from + " + 200 AND " + from + " + 300");
  }
}
