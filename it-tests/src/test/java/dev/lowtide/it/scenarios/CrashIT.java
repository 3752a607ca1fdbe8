package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.LowtideProcess;
import dev.lowtide.it.harness.LowtideProcess.Result;
import dev.lowtide.it.harness.RunningLowtide;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of a run: nothing is repeated, and what there is is said. */
class CrashIT {

  private static final String EAGER =
      "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 100000,"
          + " threadsRunningMax: 100 }";

  @TempDir private Path folder;
  private Path config;
  private Connection direct;

  @BeforeEach
  void configure() throws Exception {
    RunningLowtide.createTargetUser(Lab.server());
    config = RunningLowtide.writeConfig(folder, Lab.server(), EAGER, "approval: automatic");
    direct = Lab.direct();
    Bloat.largeTable(direct, "crashed");
  }

  @AfterEach
  void disconnect() throws Exception {
    direct.close();
  }

  @Test
  void aRunWhoseEndNobodySawIsUncertainAndNotRepeated() throws Exception {
    List<String> before = Lab.rows(direct, "SELECT * FROM crashed ORDER BY id");
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      assertThat(lowtide.run("shrink", "lab.crashed", "--method", "copy-under-hold").exitCode())
          .isZero();
      Lab.await("the copy", () -> copyingSessions() == 1);
      lowtide.kill();
    }

    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      Result runs = lowtide.run("runs");
      assertThat(runs.out()).contains("uncertain").contains("Lowtide ended in the middle");
      assertThat(copyingSessions()).isZero();
      assertThat(halfBuiltTables()).isZero();
      assertThat(Lab.rows(direct, "SELECT * FROM crashed ORDER BY id")).isEqualTo(before);
      assertThat(lowtide.run("report", "1").out()).contains("UNCERTAIN");

      Result again = lowtide.run("shrink", "lab.crashed", "--method", "copy-under-hold");
      assertThat(again.exitCode()).isEqualTo(2);
      assertThat(again.err()).contains("run 1").contains("acknowledged");

      assertThat(lowtide.run("acknowledge", "1").exitCode()).isZero();
      Result third = lowtide.run("shrink", "lab.crashed", "--method", "copy-under-hold", "--wait");
      assertThat(third.exitCode()).as(third.out() + third.err()).isZero();
      assertThat(third.out()).contains("run 2 for lab.crashed");
      assertThat(Lab.rows(direct, "SELECT * FROM crashed ORDER BY id")).isEqualTo(before);
    }
  }

  @Test
  void anOrderlyEndGivesUpTheRunAndTakesItUpAgain() throws Exception {
    List<String> before = Lab.rows(direct, "SELECT * FROM crashed ORDER BY id");
    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      assertThat(lowtide.run("shrink", "lab.crashed", "--method", "copy-under-hold").exitCode())
          .isZero();
      Lab.await("the copy", () -> copyingSessions() == 1);
      lowtide.terminate();
    }
    assertThat(copyingSessions()).isZero();
    assertThat(halfBuiltTables()).isZero();

    try (LowtideProcess lowtide = LowtideProcess.serve(folder, config)) {
      Lab.await("the run's success", () -> lowtide.run("runs").out().contains("succeeded"));
      assertThat(Lab.rows(direct, "SELECT * FROM crashed ORDER BY id")).isEqualTo(before);
    }
  }

  private long copyingSessions() throws Exception {
    return count(
        "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE INFO LIKE 'ALTER TABLE%'"
            + " AND STATE LIKE 'copy%'");
  }

  private long halfBuiltTables() throws Exception {
    return count(
        "SELECT COUNT(*) FROM information_schema.INNODB_TABLES WHERE NAME LIKE 'lab/#sql%'");
  }

  private long count(String sql) throws Exception {
    return Long.parseLong(String.valueOf(Lab.ask(direct, sql)));
  }
}
