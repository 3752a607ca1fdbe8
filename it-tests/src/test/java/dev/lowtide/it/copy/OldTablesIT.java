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
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left when a copy is over: an old table until its time has come, and nothing else. */
class OldTablesIT {

  private static final String EAGER =
      "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 100000,"
          + " threadsRunningMax: 100, commandsInFlightMax: 100, transactionAgeMax: 1h, readViewAgeMax: 1h }";

  private static final String A_DAY = "copy: { keepOldFor: 1d }";
  private static final String A_SECOND = "copy: { keepOldFor: 1s }";

  private static final TableName TABLE = new TableName(CopyLab.SCHEMA, "t");

  /** Doubled so often. */
  private static final int ROWS = 1 << 12;

  private CopyLab lab;
  private @Nullable RunningLowtide lowtide;

  @BeforeEach
  void open() throws Exception {
    lab = CopyLab.open();
  }

  @AfterEach
  void close() throws Exception {
    if (lowtide != null) {
      lowtide.close();
    }
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PARTITION BY HASH (id) PARTITIONS 3",
      })
  void theOldTableIsKeptAndListedAndDroppedWhenSomebodySaysSo(String partitions) throws Exception {
    List<String> rows = table(partitions);
    start(A_DAY);

    ShrinkRun run = shrunk();

    assertThat(run.state()).as(run.reason()).isEqualTo(RunState.SUCCEEDED);
    OldTableView kept = operator().kept().get(0);
    assertThat(kept.run()).isEqualTo(run.id());
    assertThat(kept.table()).isEqualTo(TABLE);
    assertThat(kept.old().schema()).isEqualTo("lowtide_old");
    assertThat(kept.bytes().bytes()).isPositive();
    assertThat(kept.isInStep()).isFalse();
    assertThat(Lab.rows(lab.connection, "SELECT * FROM " + kept.old().quoted() + " ORDER BY id"))
        .isEqualTo(rows);
    assertThatThrownBy(() -> operator().revert(run.id(), "ann"))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("keeps no old table in step");

    operator().dropOld(run.id(), "ann");

    assertThat(tablesOf("lowtide_old")).isEmpty();
    assertThat(lab.registry.all()).isEmpty();
    assertThat(operator().kept()).isEmpty();
    assertThat(Lab.rows(lab.connection, "SELECT * FROM t ORDER BY id")).isEqualTo(rows);
    assertThatThrownBy(() -> operator().dropOld(run.id(), "ann"))
        .hasMessageContaining("keeps no old table");
    Lab.await("the files are given back", () -> linksLeft().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PARTITION BY HASH (id) PARTITIONS 3",
      })
  void theOldTableIsDroppedWhenItsTimeIsOver(String partitions) throws Exception {
    List<String> rows = table(partitions);
    start(A_SECOND);

    ShrinkRun run = shrunk();

    assertThat(run.state()).as(run.reason()).isEqualTo(RunState.SUCCEEDED);
    Lab.await("the old table is dropped", () -> lab.registry.all().isEmpty());
    assertThat(tablesOf("lowtide_old")).isEmpty();
    assertThat(tablesOf("lowtide_new")).isEmpty();
    Lab.await("the files are given back", () -> linksLeft().isEmpty());
    assertThat(Lab.rows(lab.connection, "SELECT * FROM t ORDER BY id")).isEqualTo(rows);
  }

  @Test
  void whileSomebodyElseDropsOldTablesNobodyDoes() throws Exception {
    table("");
    start(A_DAY);
    ShrinkRun run = shrunk();
    Lab.execute(lab.connection, "DO GET_LOCK('lowtide.old', 0)");

    assertThatThrownBy(() -> operator().dropOld(run.id(), "ann"))
        .hasMessageContaining("another Lowtide");

    assertThat(tablesOf("lowtide_old")).hasSize(1);
  }

  @Test
  void aFileWithTwoNamesWhoseTableIsThereKeepsAllThatIsInIt() throws Exception {
    List<String> rows = table("");
    start(A_DAY);
    OldTableView kept = keptOf(shrunk());
    Path file = oldDirectory().resolve(kept.old().table() + ".ibd");
    long size = Files.size(file);
    Objects.requireNonNull(lowtide).close();
    Path second = Files.createLink(Path.of(file + ".lowtide-drop"), file);

    start(A_DAY);
    Lab.await("the second name is gone", () -> !Files.exists(second));

    assertThat(Files.size(file)).isEqualTo(size);
    assertThat(Lab.rows(lab.connection, "SELECT * FROM " + kept.old().quoted() + " ORDER BY id"))
        .isEqualTo(rows);
  }

  @Test
  void aRunThatIsAbortedLeavesNothing() throws Exception {
    table("");
    start(A_DAY);
    RunId run = paused();
    assertThat(tablesOf("lowtide_new")).containsExactly("t|");

    operator().abort(run, "ann");

    awaitEnd(run);
    assertThat(operator().run(run).run().state()).isEqualTo(RunState.ABORTED);
    Lab.await("nothing is left", () -> lab.registry.all().isEmpty());
    assertThat(tablesOf("lowtide_new")).isEmpty();
    assertThat(tablesOf("lowtide_old")).isEmpty();
  }

  @Test
  void whatADeadLowtideLeftIsRemovedAfterThatWasSaid() throws Exception {
    table("");
    lab.shadows.create(lab.register("t").table());
    Lab.execute(
        lab.connection,
        "UPDATE lowtide.copy SET owner = 'run 3 of another',"
            + " changed_at = UTC_TIMESTAMP(6) - INTERVAL 2 HOUR");

    start(A_DAY);

    Lab.await("nothing is left", () -> lab.registry.all().isEmpty());
    assertThat(tablesOf("lowtide_new")).isEmpty();
    assertThat(operator().audit())
        .extracting(AuditEntry::text)
        .anySatisfy(text -> assertThat(text).contains("run 3 of another", "it is removed"));
  }

  @Test
  void whatAnotherLowtideWorkedOnLatelyStaysAndSoDoesAnOldTableThatNobodyKnows() throws Exception {
    table("");
    lab.shadows.create(lab.register("t").table());
    Lab.execute(
        lab.connection,
        "CREATE TABLE lowtide_new.orphan (id INT)",
        "CREATE TABLE lowtide_old.`9_u` (id INT)");

    start(A_DAY);

    Lab.await("the orphan is gone", () -> tablesOf("lowtide_new").equals(List.of("t|")));
    assertThat(lab.registry.all()).hasSize(1);
    assertThat(tablesOf("lowtide_old")).containsExactly("9_u|");
    assertThat(operator().audit())
        .extracting(AuditEntry::text)
        .anySatisfy(text -> assertThat(text).contains("lowtide_old.9_u", "it stays"));
  }

  private List<String> table(String partitions) throws Exception {
    Lab.execute(
        lab.connection,
        "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, v VARCHAR(300) NOT NULL) " + partitions,
        "INSERT INTO t (v) VALUES (RPAD(RAND(), 250, 'x'))");
    for (int rows = 1; rows < ROWS; rows *= 2) {
      Lab.execute(lab.connection, "INSERT INTO t (v) SELECT RPAD(RAND(), 250, 'x') FROM t");
    }
    Lab.execute(lab.connection, "DELETE FROM t WHERE id % 10 < 7");
    return Lab.rows(lab.connection, "SELECT * FROM t ORDER BY id");
  }

  private void start(String copy) throws Exception {
    lowtide = RunningLowtide.start(Lab.server(), EAGER, copy);
  }

  private Operator operator() {
    return Objects.requireNonNull(lowtide).app().operator();
  }

  private RunId requested() {
    ShrinkRun run = operator().request(TABLE, Optional.of(ShrinkMethod.SHADOW_COPY), "ann");
    return run.id();
  }

  private ShrinkRun shrunk() {
    RunId run = requested();
    operator().approve(run, "bob");
    awaitEnd(run);
    return operator().run(run).run();
  }

  /** A copy that stands still, with its shadow made. */
  private RunId paused() {
    RunId run = requested();
    operator().approve(run, "bob");
    Lab.await("its shadow is made", () -> !tablesOf("lowtide_new").isEmpty());
    Lab.await("the copy can be paused", () -> isPaused(run));
    return run;
  }

  private boolean isPaused(RunId run) {
    try {
      operator().pause(run, "ann");
      return true;
    } catch (OperatorException tooEarly) {
      return false;
    }
  }

  private void awaitEnd(RunId run) {
    Lab.await("run " + run + " ends", () -> operator().run(run).run().state().isFinal());
  }

  private OldTableView keptOf(ShrinkRun run) {
    assertThat(run.state()).as(run.reason()).isEqualTo(RunState.SUCCEEDED);
    return operator().kept().get(0);
  }

  private List<String> tablesOf(String schema) throws Exception {
    return Lab.rows(
        lab.connection,
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '" + schema + "'");
  }

  private Path oldDirectory() throws Exception {
    return Path.of(String.valueOf(Lab.ask(lab.connection, "SELECT @@datadir")), "lowtide_old");
  }

  private List<Path> linksLeft() throws Exception {
    Path directory = oldDirectory();
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".lowtide-drop")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
