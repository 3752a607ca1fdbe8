package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose names stand in our own statements about their shadows, for something else. */
class NamedAlikeIT {

  private static final String EAGER =
      "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 100000,"
          + " threadsRunningMax: 100, commandsInFlightMax: 100 }";

  @ParameterizedTest
  @ValueSource(strings = {"shared", "inplace", "key", "orders", "lowtide_new"})
  void aTableWithAKeyAndAColumnOfItsNameIsShrunk(String name) throws Exception {
    try (CopyLab lab = CopyLab.open();
        RunningLowtide lowtide = RunningLowtide.start(Lab.server(), EAGER)) {
      Lab.execute(
          lab.connection,
          "CREATE TABLE `%1$s` (id INT PRIMARY KEY, `%1$s` INT, KEY `%1$s` (`%1$s`))"
              .formatted(name),
          "INSERT INTO `%s` VALUES (1, 1), (2, 2), (3, NULL)".formatted(name));
      List<String> rows = Lab.rows(lab.connection, "SELECT * FROM `" + name + "`");

      ShrinkRun run = shrunk(lowtide.app().operator(), new TableName(CopyLab.SCHEMA, name));

      assertThat(run.state()).as(run.reason()).isEqualTo(RunState.SUCCEEDED);
      assertThat(run.attempts()).isEqualTo(1);
      assertThat(Lab.rows(lab.connection, "SELECT * FROM `" + name + "`")).isEqualTo(rows);
    }
  }

  private static ShrinkRun shrunk(Operator operator, TableName table) throws Exception {
    RunId run = operator.request(table, Optional.of(ShrinkMethod.SHADOW_COPY), "ann").id();
    operator.approve(run, "bob");
    Lab.await("run " + run + " ends", () -> operator.run(run).run().state().isFinal());
    return operator.run(run).run();
  }
}
