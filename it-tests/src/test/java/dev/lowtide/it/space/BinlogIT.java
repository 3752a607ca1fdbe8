package dev.lowtide.it.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lowtide.it.harness.KillableMySql;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of the binary log, on a server of the test's own. */
class BinlogIT {

  private static KillableMySql server;
  private static RunningLowtide lowtide;

  private Connection root;

  @BeforeAll
  static void start() throws Exception {
    server = KillableMySql.start();
    lowtide = SpaceLab.lowtide(server, "approval: automatic");
  }

  @AfterAll
  static void stop() {
    lowtide.close();
    server.close();
  }

  @BeforeEach
  void files() throws Exception {
    root = server.connect();
    SpaceLab.execute(
        root,
        "FLUSH BINARY LOGS",
        "CREATE DATABASE IF NOT EXISTS lab",
        "FLUSH BINARY LOGS",
        "FLUSH BINARY LOGS");
  }

  @AfterEach
  void close() throws Exception {
    root.close();
  }

  @Test
  void filesThatNobodyNeedsArePurgedWhenAPersonSaysSo() throws Exception {
    List<String> before = logs();
    ShrinkRun asked = request("binlog:*");

    assertThat(asked.state()).as("automatic approval").isEqualTo(RunState.PROPOSED);
    lowtide.app().operator().approve(asked.id(), "bob");
    RunView ended = SpaceLab.awaitEnd(lowtide, asked.id());

    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(logs()).containsExactly(before.get(before.size() - 1));
    assertThat(lowtide.app().operator().report(asked.id()).reclaimed().bytes()).isPositive();
  }

  @Test
  void aPersonMayNameAnEarlierFileButNoneThatIsNotThere() throws Exception {
    List<String> before = logs();

    RunView ended = SpaceLab.shrink(lowtide, "binlog:" + before.get(1));

    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(logs()).isEqualTo(before.subList(1, before.size()));
    assertThatThrownBy(() -> request("binlog:binlog.999999"))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("is no file of the binary log");
  }

  private static ShrinkRun request(String subject) {
    return lowtide.app().operator().request(Subject.parse(subject), Optional.empty(), "ann");
  }

  private List<String> logs() throws Exception {
    return SpaceLab.rows(root, "SHOW BINARY LOGS").stream()
        .map(row -> row.substring(0, row.indexOf('|')))
        .toList();
  }
}
