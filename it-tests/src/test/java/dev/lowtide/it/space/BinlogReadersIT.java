package dev.lowtide.it.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.app.App;
import dev.lowtide.it.harness.KillableMySql;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A binary log that a replica reads which is asked, and sometimes somebody who is not. */
class BinlogReadersIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder;

  private static KillableMySql source;
  private static KillableMySql replica;
  private static KillableMySql stranger;
  private static App lowtide;

  @BeforeAll
  static void start() throws Exception {
    source = KillableMySql.start("--server-id=1");
    replica = KillableMySql.start("--server-id=2");
    stranger = KillableMySql.start("--server-id=3");
    RunningLowtide.createTargetUser(source);
    RunningLowtide.createTargetUser(replica);
    try (Connection root = source.connect()) {
      SpaceLab.execute(
          root,
          "GRANT BINLOG_ADMIN ON *.* TO " + RunningLowtide.TARGET_USER,
          "CREATE USER repl IDENTIFIED WITH mysql_native_password BY 'r'",
          "GRANT REPLICATION SLAVE ON *.* TO repl");
      follow(replica, position(root));
    }
    Path config = RunningLowtide.writeConfig(folder, source, "shrink: { retryAfter: 1s }");
    String password = "password: " + RunningLowtide.TARGET_PASSWORD;
    String named = password + ", replicas: [ \"127.0.0.1:" + replica.port() + "\" ]";
    Files.writeString(config, Files.readString(config).replace(password, named));
    lowtide = App.start(config);
  }

  @AfterAll
  static void stop() {
    lowtide.close();
    stranger.close();
    replica.close();
    source.close();
  }

  @BeforeEach
  void files() throws Exception {
    at(stranger, "STOP REPLICA");
    at(replica, "START REPLICA");
    at(source, "FLUSH BINARY LOGS", "FLUSH BINARY LOGS");
    awaitReaders(1);
    awaitApplied();
  }

  @Test
  void theReplicaThatIsAskedIsNoReasonToLeaveAllAlone() {
    assertThat(readersCheck().isPassed()).as(readersCheck().text()).isTrue();
  }

  /** One is asked and one reads: but they are not the same. */
  @Test
  void aReaderThatNobodyAsksIsNotTakenForAReplicaThatDoesNotRead() throws Exception {
    at(replica, "STOP REPLICA IO_THREAD");
    awaitReaders(0);
    try (Connection root = source.connect()) {
      follow(stranger, position(root));
    }
    awaitReaders(1);

    CheckResult check = readersCheck();

    assertThat(check.isLasting()).as(check.text()).isTrue();
    assertThat(check.text()).contains("repl@", "target.replicas");
  }

  @Test
  void aReplicaThatCameSinceARequestWasSeenMakesItStale() throws Exception {
    ShrinkRun asked =
        lowtide.operator().request(Subject.parse("binlog:*"), Optional.empty(), "ann");
    assertThat(asked.plan().facts().topology())
        .as("the server by its id, and the replica by its name")
        .hasSize(3)
        .element(1)
        .isEqualTo("has no source");
    try (Connection root = source.connect()) {
      follow(stranger, position(root));
    }
    awaitReaders(2);

    lowtide.operator().approve(asked.id(), "bob");

    RunView ended =
        Awaitility.await("run " + asked.id())
            .atMost(PATIENCE)
            .until(() -> lowtide.operator().run(asked.id()), view -> view.run().state().isFinal());
    assertThat(ended.run().state()).isEqualTo(RunState.STALE);
    assertThat(ended.run().reason())
        .startsWith("since it was approved the server is followed by repl@");
  }

  @Test
  void aReplicaThatIsAwayForAMomentIsWaitedFor() throws Exception {
    RunId run = lowtide.operator().request(Subject.parse("binlog:*"), Optional.empty(), "ann").id();
    replica.kill();
    lowtide.operator().approve(run, "bob");
    Awaitility.await("a run that waits for the replica")
        .atMost(PATIENCE)
        .until(() -> lowtide.operator().run(run).waitingFor().contains("cannot be asked"));
    assertThat(lowtide.operator().run(run).run().state()).isEqualTo(RunState.WAITING_FOR_QUIET);

    replica.startAgain();
    RunView ended =
        Awaitility.await("run " + run)
            .atMost(PATIENCE)
            .until(() -> lowtide.operator().run(run), view -> view.run().state().isFinal());

    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
  }

  private static CheckResult readersCheck() {
    return lowtide.operator().plan(Subject.parse("binlog:*"), Optional.empty()).checks().stream()
        .filter(check -> check.check().equals("binlog-readers"))
        .findFirst()
        .orElseThrow();
  }

  private static void follow(KillableMySql server, String position) throws Exception {
    at(
        server,
        "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = "
            + source.port()
            + ", SOURCE_USER = 'repl', SOURCE_PASSWORD = 'r', SOURCE_CONNECT_RETRY = 1, "
            + position,
        "START REPLICA");
  }

  private static String position(Connection root) throws Exception {
    String[] status = SpaceLab.ask(root, "SHOW MASTER STATUS").split("\\|", -1);
    return "SOURCE_LOG_FILE = '" + status[0] + "', SOURCE_LOG_POS = " + status[1];
  }

  private static void awaitReaders(int count) {
    String sql =
        "SELECT COUNT(*) FROM performance_schema.threads WHERE PROCESSLIST_COMMAND LIKE 'Binlog"
            + " Dump%' AND PROCESSLIST_USER = 'repl'";
    Awaitility.await(count + " readers of the log")
        .atMost(PATIENCE)
        .until(
            () -> {
              // A reader that is gone is seen when the source next writes to it.
              at(source, "CREATE DATABASE IF NOT EXISTS lab");
              return rows(source, sql).equals(List.of(String.valueOf(count)));
            });
  }

  private static void awaitApplied() throws Exception {
    String file;
    try (Connection root = source.connect()) {
      file = SpaceLab.ask(root, "SHOW MASTER STATUS").split("\\|", -1)[0];
    }
    Awaitility.await("a replica that has applied all")
        .atMost(PATIENCE)
        .until(() -> rows(replica, "SHOW REPLICA STATUS").get(0).split("\\|", -1)[9].equals(file));
  }

  private static List<String> rows(KillableMySql server, String sql) throws Exception {
    try (Connection root = server.connect()) {
      return SpaceLab.rows(root, sql);
    }
  }

  private static void at(KillableMySql server, String... statements) throws Exception {
    try (Connection root = server.connect()) {
      SpaceLab.execute(root, statements);
    }
  }
}
