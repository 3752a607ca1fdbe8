package dev.lowtide.it.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.KillableMySql;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkReport;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Undo tablespaces, on a server of the test's own because they are everybody's. */
class UndoIT {

  private static final String STATES =
      """
      SELECT NAME, STATE FROM information_schema.INNODB_TABLESPACES
      WHERE SPACE_TYPE = 'Undo' ORDER BY NAME""";

  private static final List<String> ALL_ACTIVE =
      List.of("innodb_undo_001|active", "innodb_undo_002|active");

  private static KillableMySql server;
  private static RunningLowtide lowtide;

  private Connection root;

  @BeforeAll
  static void start() throws Exception {
    server = KillableMySql.start("--innodb-undo-log-truncate=OFF");
    lowtide =
        SpaceLab.lowtide(
            server,
            "quiet: { quietFor: 0s, transactionAgeMax: 1h, readViewAgeMax: 1h,"
                + " checkpointAgePercentMax: 100 }");
  }

  @AfterAll
  static void stop() {
    lowtide.close();
    server.close();
  }

  @BeforeEach
  void grow() throws Exception {
    root = server.connect();
    SpaceLab.execute(
        root,
        "CREATE DATABASE IF NOT EXISTS lab",
        "DROP TABLE IF EXISTS lab.wide",
        "CREATE TABLE lab.wide (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(1000))",
        "INSERT INTO lab.wide (v) SELECT REPEAT('a', 900) FROM information_schema.COLUMNS LIMIT"
            + " 3000");
    for (int i = 0; undoSize() < 80 << 20 && i < 40; i++) {
      SpaceLab.execute(
          root,
          "BEGIN",
          "UPDATE lab.wide SET v = CONCAT(LEFT(UUID(), 8), REPEAT('"
              + (char) ('b' + i % 20)
              + "', 890))",
          "UPDATE lab.wide SET v = CONCAT(LEFT(UUID(), 8), REPEAT('z', 890))",
          "COMMIT");
    }
  }

  @AfterEach
  void close() throws Exception {
    root.close();
  }

  @Test
  void undoTablespacesAreTruncatedAndActiveAgain() throws Exception {
    long before = undoSize();

    RunView ended = SpaceLab.shrink(lowtide, "undo:*");

    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(undoSize()).isLessThan(before).isEqualTo(32 << 20);
    assertThat(SpaceLab.rows(root, STATES)).isEqualTo(ALL_ACTIVE);
    ShrinkReport report = lowtide.app().operator().report(ended.run().id());
    assertThat(report.reclaimed()).isEqualTo(new ByteSize(before - (32 << 20)));
  }

  @Test
  void whoeverKeepsPurgeIsNamedAndAnAbortLeavesAllActive() throws Exception {
    try (Connection reader = server.connect()) {
      SpaceLab.execute(reader, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
      String session = SpaceLab.ask(reader, "SELECT CONNECTION_ID()");
      SpaceLab.execute(root, "UPDATE lab.wide SET v = 'x'");
      RunId run = SpaceLab.approved(lowtide, "undo:*");
      awaitNote(run, "innodb_undo_001 is inactive", "session " + session + " (root@");

      lowtide.app().operator().abort(run, "bob");
      RunView ended = SpaceLab.awaitEnd(lowtide, run);

      assertThat(ended.run().state()).isEqualTo(RunState.ABORTED);
      assertThat(SpaceLab.rows(root, STATES)).containsAll(ALL_ACTIVE);
      assertThat(SpaceLab.rows(root, STATES)).doesNotContain("lowtide_undo|active");
    }
  }

  @Test
  void aServerThatDiesInTheMiddleIsMadeWholeAndTheRunGoesOn() throws Exception {
    Connection reader = server.connect();
    SpaceLab.execute(reader, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
    SpaceLab.execute(root, "UPDATE lab.wide SET v = 'x'");
    RunId run = SpaceLab.approved(lowtide, "undo:*");
    awaitInactive();

    server.kill();
    server.startAgain();
    root = server.connect();
    RunView ended = SpaceLab.awaitEnd(lowtide, run);

    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(SpaceLab.rows(root, STATES)).isEqualTo(ALL_ACTIVE);
  }

  @Test
  void aPlanSaysWhatTheServerDoesByItselfAndThatTwoMustStayActive() {
    String reasons =
        String.join(
            " ",
            lowtide
                .app()
                .operator()
                .plan(Subject.parse("undo:innodb_undo_001"), Optional.empty())
                .plan()
                .reasons());

    assertThat(reasons)
        .contains("error 3655", "innodb_undo_log_truncate = OFF", "the history list has");
  }

  private void awaitNote(RunId run, String... texts) {
    Awaitility.await("a step that says " + List.of(texts))
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                lowtide.app().operator().run(run).history().stream()
                    .map(RunStep::text)
                    .anyMatch(text -> Stream.of(texts).allMatch(text::contains)));
  }

  private void awaitInactive() {
    Awaitility.await("an undo tablespace inactive")
        .atMost(Duration.ofSeconds(60))
        .until(() -> SpaceLab.rows(root, STATES).contains("innodb_undo_001|inactive"));
  }

  private long undoSize() throws SQLException {
    return SpaceLab.fileSize(root, "innodb_undo_001") + SpaceLab.fileSize(root, "innodb_undo_002");
  }
}
