package dev.lowtide.it.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.scheduler.operator.DryRun;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Space;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One partition of many, and nothing but that one. */
class PartitionIT {

  private static final String ALL = "SELECT * FROM lab.logs ORDER BY id";

  private static RunningLowtide lowtide;

  private Connection root;

  @BeforeAll
  static void start() throws Exception {
    lowtide = SpaceLab.lowtide(Lab.server());
  }

  @AfterAll
  static void stop() {
    lowtide.close();
  }

  @BeforeEach
  void table() throws Exception {
    root = Lab.server().connect();
    SpaceLab.execute(
        root,
        "DROP TABLE IF EXISTS lab.logs",
        """
        CREATE TABLE lab.logs (id INT NOT NULL AUTO_INCREMENT, y INT NOT NULL, v VARCHAR(2000),
          n INT GENERATED ALWAYS AS (y + 1) VIRTUAL, PRIMARY KEY (id, y), KEY by_v (v(20)))
        PARTITION BY RANGE (y) (PARTITION p2022 VALUES LESS THAN (2023),
          PARTITION p2023 VALUES LESS THAN (2024), PARTITION p2024 VALUES LESS THAN MAXVALUE)""",
        "INSERT INTO lab.logs (y, v) SELECT 2023, REPEAT('a', 1500) FROM information_schema.COLUMNS"
            + " LIMIT 3000",
        "INSERT INTO lab.logs (y, v) SELECT 2023, v FROM lab.logs",
        "INSERT INTO lab.logs (y, v) SELECT 2023, v FROM lab.logs",
        "INSERT INTO lab.logs (y, v) SELECT 2023, v FROM lab.logs",
        "INSERT INTO lab.logs (y, v) SELECT 2024, REPEAT('c', 1500) FROM information_schema.COLUMNS"
            + " LIMIT 500",
        "DELETE FROM lab.logs WHERE y = 2023 AND id % 10 > 0",
        "ANALYZE TABLE lab.logs");
  }

  @AfterEach
  void close() throws Exception {
    root.close();
  }

  @Test
  void onePartitionIsExchangedForACopyAndTheOthersAreLeftAlone() throws Exception {
    List<String> before = SpaceLab.rows(root, ALL);
    long size = SpaceLab.fileSize(root, "lab/logs#p#p2023");
    String other = space("lab/logs#p#p2024");
    String definition = SpaceLab.ask(root, "SHOW CREATE TABLE lab.logs");

    RunView ended = SpaceLab.shrink(lowtide, "lab.logs#p2023");

    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended.run().plan().method()).isEqualTo(ShrinkMethod.EXCHANGE_PARTITION);
    assertThat(SpaceLab.rows(root, ALL)).isEqualTo(before);
    assertThat(SpaceLab.fileSize(root, "lab/logs#p#p2023")).isLessThan(size / 2);
    assertThat(space("lab/logs#p#p2024")).isEqualTo(other);
    assertThat(SpaceLab.ask(root, "SHOW CREATE TABLE lab.logs")).isEqualTo(definition);
    assertThat(SpaceLab.rows(root, "CHECK TABLE lab.logs")).allMatch(row -> row.endsWith("|OK"));
    assertThat(SpaceLab.rows(root, "SHOW TABLES IN lowtide_new LIKE 'logs%'")).isEmpty();
    assertThat(lowtide.app().operator().report(ended.run().id()).reclaimed().bytes()).isPositive();
  }

  @Test
  void anEmptyPartitionIsTruncated() throws Exception {
    SpaceLab.execute(root, "DELETE FROM lab.logs WHERE y = 2023");
    List<String> before = SpaceLab.rows(root, ALL);
    long size = SpaceLab.fileSize(root, "lab/logs#p#p2023");

    RunView ended = SpaceLab.shrink(lowtide, "lab.logs#p2023");

    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended.run().plan().method()).isEqualTo(ShrinkMethod.TRUNCATE_PARTITION);
    assertThat(SpaceLab.rows(root, ALL)).isEqualTo(before);
    assertThat(SpaceLab.fileSize(root, "lab/logs#p#p2023")).isLessThan(size / 2);
  }

  /** The server would show such a reader a partition without the rows that it should see. */
  @Test
  void whoeverLooksAtThePastIsWaitedFor() throws Exception {
    try (Connection reader = Lab.server().connect()) {
      SpaceLab.execute(reader, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
      List<String> before = SpaceLab.rows(root, ALL);
      RunId run = SpaceLab.approved(lowtide, "lab.logs#p2023");
      Lab.await(
          "a look at who is in the way",
          () ->
              lowtide.app().operator().run(run).waitingFor().length() > 0
                  || lowtide.app().operator().run(run).run().attempts() > 0);

      List<String> seen = SpaceLab.rows(reader, ALL);
      SpaceLab.execute(reader, "COMMIT");
      RunView ended = SpaceLab.awaitEnd(lowtide, run);

      assertThat(seen).isEqualTo(before);
      assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
      assertThat(SpaceLab.rows(root, ALL)).isEqualTo(before);
    }
  }

  @Test
  void aPlanIsForThatPartitionAlone() {
    DryRun plan = plan("lab.logs#p2023");

    assertThat(plan.plan().statements())
        .anyMatch(sql -> sql.contains("EXCHANGE PARTITION `p2023` WITH TABLE"))
        .noneMatch(sql -> sql.contains("p2024") || sql.contains(" FORCE,"));
    assertThat(plan.plan().estimate().reclaimable().bytes()).isPositive();
    // How full the redo log is at this moment is what other tests have left of it.
    assertThat(plan.checks())
        .filteredOn(check -> !check.check().equals("checkpoint"))
        .allMatch(CheckResult::isPassed);
  }

  @Test
  void aPartitionThatIsNotThereIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> plan("lab.logs#p1999"))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("lab.logs#p1999 is no partition")
        .hasMessageContaining("p2022, p2023, p2024");
  }

  @Test
  void emptyPartitionsAreListedFirst() {
    List<Space> partitions =
        lowtide.app().operator().spaces().stream()
            .filter(space -> space.subject().toString().startsWith("lab.logs#"))
            .toList();

    assertThat(partitions).extracting(space -> space.subject().name()).startsWith("p2022");
    assertThat(partitions.get(0).about()).contains("no rows");
  }

  private static DryRun plan(String subject) {
    return lowtide.app().operator().plan(Subject.parse(subject), Optional.empty());
  }

  private String space(String name) throws Exception {
    return SpaceLab.ask(
        root,
        "SELECT SPACE FROM information_schema.INNODB_TABLESPACES WHERE NAME = '" + name + "'");
  }
}
