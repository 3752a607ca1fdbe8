package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.app.App;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.ProgressView;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people want, and what makes a copy worthless, is seen while one statement builds all its
 * keys. A client of the test's makes that take as long as it likes: one that has looked at the
 * shadow keeps the statement from its end, one that looks at the past from its beginning.
 */
class LongStatementsIT {

  private static final TableName TABLE = new TableName(Lab.SCHEMA, "keyed");

  /** Less than the two seconds after which the server itself would end its wait for a lock. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final List<String> SETTINGS =
      List.of(
          "approval: automatic",
          "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 100000,"
              + " threadsRunningMax: 100, commandsInFlightMax: 100, transactionAgeMax: 1h,"
              + " readViewAgeMax: 1h }",
          "shrink: { retryAfter: 1s, attemptsMax: 3 }");

  @TempDir private Path folder;
  private Connection direct;
  private Connection inTheWay;
  private Connection past;
  private Path config;
  private App lowtide;
  private String definition;

  @BeforeEach
  void start() throws Exception {
    RunningLowtide.createTargetUser(Lab.server());
    direct = Lab.server().connect();
    inTheWay = Lab.server().connect();
    past = Lab.server().connect();
    past.setAutoCommit(false);
    direct.setCatalog(Lab.SCHEMA);
    Lab.execute(
        direct,
        "DROP TABLE IF EXISTS keyed",
        "CREATE TABLE keyed (id INT PRIMARY KEY, v INT, w VARCHAR(20), KEY by_v (v),"
            + " KEY by_w (w))",
        "SET SESSION cte_max_recursion_depth = 1000000",
        "INSERT INTO keyed WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
            + " i < 5000) SELECT i, i % 7, CONCAT('word ', i) FROM n",
        "DELETE FROM keyed WHERE id % 10 < 5");
    definition = Lab.rows(direct, "SHOW CREATE TABLE keyed").get(0);
    config = RunningLowtide.writeConfig(folder, Lab.server(), SETTINGS.toArray(String[]::new));
    lowtide = App.start(config);
  }

  @AfterEach
  void stop() throws Exception {
    Lab.execute(direct, "SET GLOBAL binlog_row_image = FULL");
    inTheWay.close();
    past.close();
    lowtide.close();
    direct.close();
  }

  @Test
  void aPauseEndsTheStatementAndAllKeysAreThereInTheEnd() throws Exception {
    RunId run = indexing();
    keepTheStatementFromItsEnd();

    lowtide.operator().pause(run, "ann");

    awaitEndOfStatement();
    Lab.await("a pause", () -> view(run).run().state() == RunState.PAUSED);
    assertThat(progress(run).standstill()).isEqualTo("paused by ann");
    assertThat(progress(run).phase()).startsWith("adding indexes");
    assertThat(keys()).containsExactly("PRIMARY|");
    inTheWay.rollback();
    lowtide.operator().resume(run, "ann");
    assertSucceeds(run);
    assertThat(history(view(run))).doesNotContain("YIELDING");
  }

  @Test
  void anAbortEndsTheStatementAndLeavesNothing() throws Exception {
    RunId run = indexing();
    keepTheStatementFromItsEnd();

    lowtide.operator().abort(run, "ann");

    awaitEndOfStatement();
    inTheWay.rollback();
    assertThat(awaitEnd(run).run().state()).isEqualTo(RunState.ABORTED);
    Lab.await("the shadow is removed", () -> shadows() == 0);
  }

  @Test
  void theEndOfLowtideEndsTheStatementAndTheNextLifeBuildsTheKeys() throws Exception {
    RunId run = indexing();
    keepTheStatementFromItsEnd();

    lowtide.close();

    awaitEndOfStatement();
    assertThat(phase()).isEqualTo("INDEXING");
    inTheWay.rollback();
    lowtide = App.start(config);
    assertSucceeds(run);
  }

  @Test
  void aLogThatCannotBeTrustedAnyMoreIsSeen() throws Exception {
    RunId run = indexing();

    Lab.execute(direct, "SET GLOBAL binlog_row_image = MINIMAL");

    Lab.await(
        "the run is ended",
        () -> history(view(run)).contains("binlog_row_image is MINIMAL (expected: FULL)"));
    Lab.await("the shadow is removed", () -> shadows() == 0);
    lowtide.operator().abort(run, "ann");
    assertThat(awaitEnd(run).run().state()).isEqualTo(RunState.ABORTED);
  }

  @Test
  void whatWritersDoMeanwhileIsReceivedAndAppliedAfterwards() throws Exception {
    RunId run = indexing();
    Lab.execute(direct, "UPDATE keyed SET v = -1 WHERE id % 10 = 7", "DELETE FROM keyed LIMIT 9");

    Lab.await("it is told how far behind it is", () -> progress(run).behind().toMillis() > 300);
    past.rollback();

    assertSucceeds(run);
    assertThat(Lab.ask(direct, "SELECT COUNT(*) FROM keyed WHERE v = -1")).isNotEqualTo("0");
    assertThat(Lab.ask(direct, "SELECT COUNT(*) FROM keyed")).isEqualTo("2491");
  }

  /**
   * A copy whose rows are all there, and whose keys are not built as long as purge is kept back.
   */
  private RunId indexing() throws Exception {
    Lab.execute(past, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
    RunId run =
        lowtide.operator().request(TABLE, Optional.of(ShrinkMethod.SHADOW_COPY), "ann").id();
    Lab.await("keys are to be built", () -> isIndexing(run));
    return run;
  }

  private boolean isIndexing(RunId run) {
    ProgressView progress = view(run).progress();
    return progress != null && progress.phase().startsWith("adding indexes");
  }

  private String phase() throws Exception {
    return Lab.ask(
        direct,
        "SELECT phase FROM lowtide.copy WHERE table_name = 'keyed' AND phase <> 'KEPT'"
            + " UNION ALL SELECT '' LIMIT 1");
  }

  /** It may be built, and may not become the table's: somebody has it open, without a view. */
  private void keepTheStatementFromItsEnd() throws Exception {
    inTheWay.setAutoCommit(false);
    Lab.execute(
        inTheWay,
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "SELECT COUNT(*) FROM lowtide_new.keyed");
    past.rollback();
    Lab.await("the statement waits", () -> statements("Waiting for table metadata lock") == 1);
  }

  private void awaitEndOfStatement() {
    Awaitility.await("the end of the statement")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> statements("%") == 0);
  }

  private long statements(String state) throws Exception {
    return Long.parseLong(
        String.valueOf(
            Lab.ask(
                direct,
                "SELECT COUNT(*) FROM performance_schema.threads WHERE PROCESSLIST_INFO LIKE"
                    + " 'ALTER TABLE `lowtide_new`.`keyed` ADD%' AND PROCESSLIST_STATE LIKE '"
                    + state
                    + "'")));
  }

  private void assertSucceeds(RunId run) throws Exception {
    RunView ended = awaitEnd(run);
    assertThat(ended.run().state()).as(history(ended)).isEqualTo(RunState.SUCCEEDED);
    assertThat(Lab.rows(direct, "SHOW CREATE TABLE keyed").get(0)).isEqualTo(definition);
  }

  private RunView view(RunId run) {
    return lowtide.operator().run(run);
  }

  private ProgressView progress(RunId run) {
    return Optional.ofNullable(view(run).progress()).orElseThrow();
  }

  private RunView awaitEnd(RunId run) {
    Lab.await("the end of the run", () -> view(run).run().state().isFinal());
    return view(run);
  }

  private static String history(RunView view) {
    return view.history().stream().map(RunStep::toString).collect(Collectors.joining("\n"));
  }

  private List<String> keys() throws Exception {
    return Lab.rows(
        direct,
        "SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA ="
            + " 'lowtide_new' AND TABLE_NAME = 'keyed'");
  }

  private long shadows() throws Exception {
    return Long.parseLong(
        String.valueOf(
            Lab.ask(
                direct,
                "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'lowtide_new'"
                    + " AND TABLE_NAME = 'keyed'")));
  }
}
