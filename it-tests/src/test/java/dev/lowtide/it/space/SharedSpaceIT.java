package dev.lowtide.it.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.KillableMySql;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.scheduler.operator.DryRun;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.RunState;
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

/** Tables in tablespaces that they share, on a server of the test's own. */
class SharedSpaceIT {

  private static KillableMySql server;
  private static RunningLowtide lowtide;

  private Connection root;

  @BeforeAll
  static void start() throws Exception {
    server = KillableMySql.start();
    lowtide = SpaceLab.lowtide(server);
    try (Connection root = server.connect()) {
      SpaceLab.execute(
          root,
          "CREATE DATABASE lab",
          "CREATE TABLESPACE ts1 ADD DATAFILE 'ts1.ibd'",
          "CREATE TABLE lab.tenant (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(1000), KEY (v(9)))"
              + " TABLESPACE ts1",
          "CREATE TABLE lab.leftover (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(1000))"
              + " TABLESPACE innodb_system",
          "INSERT INTO lab.tenant (v) SELECT REPEAT('a', 900) FROM information_schema.COLUMNS"
              + " LIMIT 3000",
          "INSERT INTO lab.leftover (v) SELECT REPEAT('b', 900) FROM information_schema.COLUMNS"
              + " LIMIT 3000");
    }
  }

  @AfterAll
  static void stop() {
    lowtide.close();
    server.close();
  }

  @BeforeEach
  void connect() throws Exception {
    root = server.connect();
  }

  @AfterEach
  void close() throws Exception {
    root.close();
  }

  @Test
  void aGeneralTablespaceIsDroppedWhenItsTablesHaveMovedOut() throws Exception {
    List<String> before = SpaceLab.rows(root, "SELECT * FROM lab.tenant ORDER BY id");
    DryRun early = plan("general:ts1");

    RunView moved = SpaceLab.shrink(lowtide, "lab.tenant");
    lowtide.app().operator().dropOld(moved.run().id(), "bob");
    RunView dropped = SpaceLab.shrink(lowtide, "general:ts1");

    assertThat(early.checks())
        .filteredOn(check -> !check.isPassed())
        .extracting(CheckResult::text)
        .singleElement()
        .asString()
        .contains("general:ts1 has tables: lab.tenant");
    assertThat(moved.run().state()).as(moved.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(SpaceLab.rows(root, "SELECT * FROM lab.tenant ORDER BY id")).isEqualTo(before);
    assertThat(typeOf("lab/tenant")).isEqualTo("Single");
    assertThat(dropped.run().state()).as(dropped.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(SpaceLab.fileSize(root, "ts1")).isZero();
    assertThat(lowtide.app().operator().report(dropped.run().id()).fileSizeAfter().bytes())
        .isZero();
  }

  @Test
  void aTableMovesOutOfTheSystemTablespace() throws Exception {
    List<String> before = SpaceLab.rows(root, "SELECT * FROM lab.leftover ORDER BY id");
    String reasons = String.join(" ", plan("lab.leftover").plan().reasons());

    RunView moved = SpaceLab.shrink(lowtide, "lab.leftover");

    assertThat(reasons).contains("the system tablespace itself never becomes smaller");
    assertThat(moved.run().state()).as(moved.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(typeOf("lab/leftover")).isEqualTo("Single");
    assertThat(SpaceLab.rows(root, "SELECT * FROM lab.leftover ORDER BY id")).isEqualTo(before);
  }

  @Test
  void everyKindOfSpaceIsListed() throws Exception {
    SpaceLab.execute(
        root,
        "CREATE TABLE lab.articles (id INT PRIMARY KEY, body TEXT, FULLTEXT (body))",
        "INSERT INTO lab.articles VALUES (1, 'all the words that there are')");

    List<Space> spaces = lowtide.app().operator().spaces();

    assertThat(spaces)
        .extracting(space -> space.subject().toString())
        .contains(
            "undo:innodb_undo_001",
            "undo:innodb_undo_002",
            "system:ibdata1",
            "temporary:global",
            "temporary:sessions",
            "fulltext:lab.articles",
            "mysql.gtid_executed",
            "binlog:*");
    assertThat(spaces).allMatch(space -> !space.about().isEmpty() && !space.remedy().isEmpty());
  }

  @Test
  void aPartitionOfALockedTableIsNotCalledEmptyAndTheListIsThere() throws Exception {
    SpaceLab.execute(
        root,
        "CREATE TABLE lab.parts (id INT PRIMARY KEY) PARTITION BY RANGE (id)"
            + " (PARTITION p1 VALUES LESS THAN (9), PARTITION p2 VALUES LESS THAN MAXVALUE)");
    assertThat(partitions()).allMatch(space -> space.about().endsWith("no rows"));

    SpaceLab.execute(root, "LOCK TABLES lab.parts WRITE");

    assertThat(partitions())
        .hasSize(2)
        .allMatch(space -> space.reclaimable() == null && !space.about().contains("no rows"));
  }

  private static List<Space> partitions() {
    return lowtide.app().operator().spaces().stream()
        .filter(space -> space.subject().toString().startsWith("lab.parts#"))
        .toList();
  }

  /** Where thousands are in ibdata1, that would take longer than anybody waits. */
  @Test
  void aPlanForATableDoesNotLookForAllThatShareATablespace() throws Exception {
    SpaceLab.execute(root, "CREATE TABLE lab.alone (id INT PRIMARY KEY)");
    long before = looks("COUNT_STAR");

    assertThat(plan("lab.alone").plan().statements()).isNotEmpty();

    assertThat(looks("COUNT_STAR")).isEqualTo(before);
  }

  @Test
  void theirSizesAreReadOnceForAllOfThem() throws Exception {
    SpaceLab.execute(root, "CREATE TABLESPACE ts2 ADD DATAFILE 'ts2.ibd'");
    for (int i = 0; i < 40; i++) {
      SpaceLab.execute(
          root,
          "CREATE TABLE lab.of_many" + i + " (id INT PRIMARY KEY, v INT, KEY (v)) TABLESPACE ts2");
    }
    long sizes =
        Long.parseLong(SpaceLab.ask(root, "SELECT COUNT(*) FROM mysql.innodb_index_stats"));
    long before = looks("SUM_ROWS_EXAMINED");

    assertThat(lowtide.app().operator().spaces())
        .anyMatch(space -> space.about().contains("lab.of_many0 ("));

    assertThat(looks("SUM_ROWS_EXAMINED") - before).isLessThan(10 * sizes);
  }

  /** What it took to look for all tables that share one, with their sizes. */
  private long looks(String what) throws Exception {
    return Long.parseLong(
        SpaceLab.ask(
            root,
            "SELECT COALESCE(SUM("
                + what
                + "), 0) FROM performance_schema.events_statements_summary_by_digest"
                + " WHERE DIGEST_TEXT LIKE '%INNODB_TABLES%'"
                + " AND DIGEST_TEXT LIKE '%innodb_index_stats%'"
                + " AND DIGEST_TEXT NOT LIKE '%DIGEST_TEXT%'"));
  }

  private static DryRun plan(String subject) {
    return lowtide.app().operator().plan(Subject.parse(subject), Optional.empty());
  }

  private String typeOf(String table) throws Exception {
    return SpaceLab.ask(
        root,
        "SELECT SPACE_TYPE FROM information_schema.INNODB_TABLES WHERE NAME = '" + table + "'");
  }
}
