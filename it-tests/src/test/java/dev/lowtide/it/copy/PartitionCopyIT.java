package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lowtide.it.copy.PartitionedTable.Kind;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.copy.CopyRecord;
import dev.lowtide.scheduler.estimate.Measurer.Measured;
import dev.lowtide.scheduler.mysql.SamplingLimits;
import dev.lowtide.scheduler.mysql.SqlMeasurer;
import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One partition is shrunk while clients write to it, to the others, and between them. */
class PartitionCopyIT {

  private CopyLab lab;
  private RunningLowtide lowtide;

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
    lowtide =
        RunningLowtide.start(
            Lab.server(), SteppedTable.EAGER, "copy: { keepOldFor: 1d, keepInStep: true }");
  }

  @AfterEach
  void close() throws Exception {
    lowtide.close();
    lab.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyRowIsWhereItsWritersLeftIt(Kind kind) throws Exception {
    PartitionedTable table = PartitionedTable.make(lab.connection, kind);
    String definition = table.definition();
    String space = table.space("p1");
    String other = table.space("p2");
    long bytes = table.bytes("p1");
    PartitionWriters writers =
        PartitionWriters.begin(table, 4, () -> lowtide.connect(Lab.USER, Lab.PASSWORD, ""));
    writers.awaitWrites(50);

    RunView ended = shrunk(PartitionedTable.P1);

    writers.awaitWrites(100);
    writers.end();
    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(ended.run().plan().method()).isEqualTo(ShrinkMethod.EXCHANGE_PARTITION);
    table.assertWhole();
    assertThat(table.definition()).isEqualTo(definition);
    assertThat(table.space("p1")).isNotEqualTo(space);
    assertThat(table.space("p2")).isEqualTo(other);
    assertThat(table.bytes("p1")).isLessThan(bytes * 75 / 100);
  }

  @Test
  void itsOldRowsAreKeptAndNotPutBack() throws Exception {
    PartitionedTable table = PartitionedTable.make(lab.connection, Kind.RANGE);
    long rows = Long.parseLong(Lab.ask(lab.connection, "SELECT COUNT(*) FROM t PARTITION (p1)"));
    long counter = table.counter();

    RunView ended = shrunk(PartitionedTable.P1);

    CopyRecord copy = lab.registry.all().get(0);
    assertThat(copy.phase()).isEqualTo(CopyPhase.KEPT);
    assertThat(copy.table().subject()).isEqualTo(PartitionedTable.P1);
    assertThat(copy.kept().isFollowing()).isFalse();
    OldTableView old = operator().kept().get(0);
    assertThat(old.whyNot()).contains("of a partition", "are not put back");
    assertThat(Lab.ask(lab.connection, "SELECT COUNT(*) FROM " + old.old().quoted()))
        .isEqualTo(String.valueOf(rows));
    assertThat(table.counter()).isGreaterThanOrEqualTo(counter);
    assertThat(lab.shadows.exists(new TableName("lowtide_new", "t"))).isFalse();
    operator().dropOld(ended.run().id(), "ann");
    assertThat(lab.registry.all()).isEmpty();
    Lab.await(
        "its file is given back",
        () -> new SteppedTable(lab.connection, List.of()).filesToGiveBack() == 0);
    table.assertWhole();
  }

  @Test
  void aTableWithRowVersionsIsRefusedBeforeARowIsCopied() throws Exception {
    PartitionedTable.make(lab.connection, Kind.RANGE);
    Lab.execute(lab.connection, "ALTER TABLE t ADD COLUMN w INT, ALGORITHM=INSTANT");

    assertThat(operator().plan(PartitionedTable.P1, Optional.empty()).checks())
        // How full the redo log is at this moment is what other tests have left of it.
        .filteredOn(check -> !check.isPassed() && !check.check().equals("checkpoint"))
        .extracting(check -> check.text())
        .singleElement()
        .asString()
        .contains("row versions of instant changes", "by shadow-copy");
  }

  @Test
  void optionsOfThePartitionThatATableCannotHaveAreRefusedBeforeARowIsCopied() throws Exception {
    Lab.execute(
        lab.connection,
        "CREATE TABLE t (id INT PRIMARY KEY) PARTITION BY HASH (id)"
            + " (PARTITION p0, PARTITION p1 MAX_ROWS = 7)",
        "INSERT INTO t VALUES (1), (2), (3)");

    RunView ended = shrunk(PartitionedTable.P1);

    assertThat(ended.run().state()).isEqualTo(RunState.FAILED);
    assertThat(ended.run().reason()).contains("the server would not exchange it", "MAX_ROWS");
    assertThat(Lab.rows(lab.connection, "SHOW TABLES IN lowtide_new")).isEmpty();
  }

  @Test
  void itIsEstimatedFromItsOwnFile() throws Exception {
    PartitionedTable table = PartitionedTable.make(lab.connection, Kind.RANGE);
    Lab.execute(lab.connection, "DELETE FROM t WHERE part BETWEEN 10 AND 19 AND id % 10 < 9");
    Lab.await("purge", () -> dead(PartitionedTable.P1) > table.bytes("p1") * 9 / 10);

    ShrinkPlan plan = operator().plan(PartitionedTable.P1, Optional.empty()).plan();
    Subject untouched = Subject.partition(PartitionedTable.NAME, "p2");
    ShrinkPlan other = operator().plan(untouched, Optional.empty()).plan();

    long before = table.bytes("p1");
    assertThat(plan.facts().tablespace().fileSize().bytes()).isEqualTo(before);
    assertThat(plan.estimate().basis()).doesNotContain("not measured");
    assertThat(other.estimate().reclaimable().bytes()).isLessThan(table.bytes("p2") * 7 / 10);
    RunView run = shrunk(PartitionedTable.P1);
    assertThat(run.run().state()).as(run.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(plan.estimate().reclaimable().bytes())
        .isCloseTo(before - table.bytes("p1"), within(before * 15 / 100));
  }

  /** Measured by hand each time, since what was measured a moment ago is not measured again. */
  private long dead(Subject subject) throws Exception {
    return new SqlMeasurer(lab.target, SamplingLimits.DEFAULT, System::nanoTime).measure(subject)
            instanceof Measured measured
        ? measured.measurement().fileSize().bytes()
            - measured.measurement().indexes().stream()
                .mapToLong(index -> index.entryBytes().bytes())
                .sum()
        : 0;
  }

  private Operator operator() {
    return lowtide.app().operator();
  }

  private RunView shrunk(Subject subject) {
    RunId run = operator().request(subject, Optional.empty(), "ann").id();
    operator().approve(run, "bob");
    return Lab.awaitEnd(lowtide, run);
  }
}
