package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An old table that follows the new one, and takes its place again when somebody wants it. */
class KeptInStepIT {

  private static final String IN_STEP = "copy: { keepOldFor: 1d, keepInStep: true }";

  private CopyLab lab;
  private SteppedTable table;
  private @Nullable RunningLowtide lowtide;

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
    table = SteppedTable.make(lab.connection);
  }

  @AfterEach
  void close() throws Exception {
    if (lowtide != null) {
      lowtide.close();
    }
    lab.close();
  }

  @Test
  void whatWasWrittenSinceIsInTheTableThatComesBack() throws Exception {
    String definition = table.definition();
    String file = table.file();
    start(IN_STEP);
    ShrinkRun run = shrunk();
    assertThat(table.file()).isNotEqualTo(file);
    awaitInStep();
    TableWriters writers = TableWriters.begin(Objects.requireNonNull(lowtide), 3);
    writers.awaitWrites(100);

    operator().revert(run.id(), "ann");

    Lab.await("it is reverted", () -> history(run.id()).contains("reverted: lowtide_old"));
    writers.awaitWrites(100);
    writers.end();
    assertThat(table.file()).isEqualTo(file);
    assertThat(table.definition()).isEqualTo(definition);
    assertThat(table.rowsBelow(TableWriters.FIRST_ID)).isEqualTo(table.rowsAtFirst());
    writers.assertSameAs(lab.connection);
    OldTableView cameOff = operator().kept().get(0);
    assertThat(cameOff.whyNot()).contains("was reverted by ann", "came off");
    assertThat(lab.shadows.exists(cameOff.old())).isTrue();
    assertThat(lab.shadows.exists(new TableName("lowtide_new", "t"))).isFalse();
    assertThat(operator().audit())
        .extracting(AuditEntry::text)
        .anySatisfy(text -> assertThat(text).contains("run " + run.id() + ": reverted"));
    assertThatThrownBy(() -> operator().revert(run.id(), "ann"))
        .hasMessageContaining("was reverted by ann");
    operator().dropOld(run.id(), "ann");
    assertThat(lab.registry.all()).isEmpty();
    Lab.await("its file is given back", () -> table.filesToGiveBack() == 0);
  }

  @Test
  void aTableThatWasDefinedAnewIsFollowedNoMoreAndNotReverted() throws Exception {
    start(IN_STEP);
    ShrinkRun run = shrunk();
    awaitInStep();

    Lab.execute(lab.connection, "ALTER TABLE t ADD COLUMN w INT");

    Lab.await("it is out of step", () -> !whyNot().isEmpty());
    Lab.await(
        "that is written down", () -> !lab.registry.all().get(0).kept().outOfStep().isEmpty());
    assertThat(whyNot()).contains("a statement that names copy_lab.t was executed");
    assertThatThrownBy(() -> operator().revert(run.id(), "ann"))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("keeps no old table in step: ")
        .hasMessageContaining("a statement that names copy_lab.t");
    assertThat(history(run.id())).contains("does not follow any more");
    assertThat(lab.shadows.exists(operator().kept().get(0).old())).isTrue();
  }

  @Test
  void aRowThatDiffersKeepsTheOldTableFromComingBack() throws Exception {
    start(IN_STEP);
    ShrinkRun run = shrunk();
    awaitInStep();
    String file = table.file();
    Lab.execute(
        lab.connection,
        "UPDATE " + operator().kept().get(0).old().quoted() + " SET v = 'x' LIMIT 1");

    operator().revert(run.id(), "ann");

    Lab.await("it is refused", () -> history(run.id()).contains("not reverted: DIFFERENT"));
    assertThat(table.file()).isEqualTo(file);
    assertThat(table.rowsBelow(TableWriters.FIRST_ID)).isEqualTo(table.rowsAtFirst());
    Lab.await("it is out of step", () -> whyNot().startsWith("DIFFERENT"));
    assertThatThrownBy(() -> operator().revert(run.id(), "ann")).hasMessageContaining("DIFFERENT");
  }

  @Test
  void whoeverHasTheTableOpenIsWaitedFor() throws Exception {
    start(IN_STEP);
    ShrinkRun run = shrunk();
    awaitInStep();
    String file = table.file();
    try (Connection client = TableWriters.connect(Objects.requireNonNull(lowtide))) {
      Lab.execute(client, "BEGIN", "UPDATE t SET v = 'held' WHERE id = 8");

      operator().revert(run.id(), "ann");

      Lab.await("it waits", () -> whyNot().contains("cut-over waits for"));
      assertThat(table.file()).isEqualTo(file);
      Lab.execute(client, "COMMIT");
    }
    Lab.await("it is reverted", () -> history(run.id()).contains("reverted: lowtide_old"));
    assertThat(Lab.ask(lab.connection, "SELECT v FROM t WHERE id = 8")).isEqualTo("held");
  }

  @Test
  void aRunOnAnotherTableGoesOnBesideIt() throws Exception {
    Lab.execute(lab.connection, "CREATE TABLE other LIKE t", "INSERT INTO other SELECT * FROM t");
    start(IN_STEP);
    ShrinkRun first = shrunk();
    awaitInStep();
    TableWriters writers = TableWriters.begin(Objects.requireNonNull(lowtide), 2);

    shrunk(new TableName(CopyLab.SCHEMA, "other"));

    Lab.await(
        "both follow",
        () ->
            operator().kept().size() == 2
                && operator().kept().stream().allMatch(OldTableView::isInStep));
    operator().revert(first.id(), "ann");
    Lab.await("it is reverted", () -> history(first.id()).contains("reverted: lowtide_old"));
    writers.end();
    writers.assertSameAs(lab.connection);
  }

  @Test
  void whenItsTimeIsOverItFollowsNoMoreAndIsDropped() throws Exception {
    start("copy: { keepOldFor: 5s, keepInStep: true }");
    ShrinkRun run = shrunk();
    awaitInStep();

    Lab.await("the old table is dropped", () -> lab.registry.all().isEmpty());

    assertThat(operator().kept()).isEmpty();
    Lab.await("nobody follows", () -> followers() == 0);
    assertThat(history(run.id())).doesNotContain("does not follow");
    Lab.await("its file is given back", () -> table.filesToGiveBack() == 0);
  }

  @Test
  void withoutTheSettingItStaysAsItWas() throws Exception {
    start("copy: { keepOldFor: 1d }");
    ShrinkRun run = shrunk();

    assertThatThrownBy(() -> operator().revert(run.id(), "ann"))
        .hasMessageContaining("keeps no old table in step: ")
        .hasMessageContaining("copy.keepInStep: false");
    assertThat(followers()).isZero();
  }

  private void start(String copy) throws Exception {
    lowtide = RunningLowtide.start(Lab.server(), SteppedTable.EAGER, copy);
  }

  private Operator operator() {
    return Objects.requireNonNull(lowtide).app().operator();
  }

  private ShrinkRun shrunk() {
    return shrunk(SteppedTable.NAME);
  }

  private ShrinkRun shrunk(TableName name) {
    RunId run = operator().request(name, Optional.of(ShrinkMethod.SHADOW_COPY), "ann").id();
    operator().approve(run, "bob");
    Lab.await("run " + run + " ends", () -> operator().run(run).run().state().isFinal());
    ShrinkRun ended = operator().run(run).run();
    assertThat(ended.state()).as(ended.reason()).isEqualTo(RunState.SUCCEEDED);
    return ended;
  }

  private void awaitInStep() {
    Lab.await("it follows", () -> operator().kept().get(0).isInStep());
  }

  private String whyNot() {
    return operator().kept().get(0).whyNot();
  }

  private String history(RunId run) {
    List<RunStep> history = operator().run(run).history();
    return String.join("\n", history.stream().map(RunStep::text).toList());
  }

  /** Each has a thread that reads the binary log; no copy is at work. */
  private static long followers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lowtide-binlog"))
        .count();
  }
}
