package dev.lowtide.it.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.app.App;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.harness.TestServer;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.ProgressView;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends a copy of a real server's table, or has it stand still, though nobody writes to it. */
class CopyWatchesIT {

  private static final TableName TABLE = new TableName(Lab.SCHEMA, "watched");

  /**
   * Quiet at once, and slow while somebody is there: so there is time to do something meanwhile.
   */
  private static final List<String> SETTINGS =
      List.of(
          "approval: automatic",
          "copy: { shareWithClientsMax: 2, commandsInFlightMax: 1000, threadsRunningMax: 1000,"
              + " slowerThanUsualMax: 1000 }",
          "quiet: { quietFor: 0s, tableUnwrittenFor: 0s, statementsPerSecondMax: 100000,"
              + " threadsRunningMax: 100, commandsInFlightMax: 100, transactionAgeMax: 1h,"
              + " readViewAgeMax: 1h }",
          "shrink: { retryAfter: 1s, attemptsMax: 3 }");

  @TempDir private Path folder;
  private final AtomicBoolean isClientWanted = new AtomicBoolean();
  private Connection direct;
  private @Nullable App lowtide;

  @BeforeEach
  void makeTable() throws Exception {
    TestServer server = Lab.server();
    RunningLowtide.createTargetUser(server);
    direct = server.connect();
    direct.setCatalog(Lab.SCHEMA);
    Lab.execute(
        direct,
        "DROP TABLE IF EXISTS watched",
        "CREATE TABLE watched (id INT PRIMARY KEY, v VARCHAR(300) NOT NULL)",
        "SET SESSION cte_max_recursion_depth = 1000000",
        "INSERT INTO watched WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
            + " i < 60000) SELECT i, REPEAT('v', 250) FROM n",
        "DELETE FROM watched WHERE id % 10 < 5");
  }

  @AfterEach
  void restore() throws Exception {
    isClientWanted.set(false);
    if (lowtide != null) {
      lowtide.close();
    }
    Lab.execute(direct, "SET GLOBAL binlog_row_image = FULL");
    direct.close();
  }

  @Test
  void partsOfRowsInTheLogEndIt() throws Exception {
    String before = space();
    start("");
    CompletableFuture<Void> client = clientIsThere();
    RunId run = copying();

    Lab.execute(direct, "SET GLOBAL binlog_row_image = MINIMAL");

    awaitHistory(run, "binlog_row_image is MINIMAL (expected: FULL)");
    RunView ended = awaitEnd(run);
    assertThat(ended.run().state()).as(history(ended)).isNotEqualTo(RunState.SUCCEEDED);
    assertThat(ended.run().reason()).contains("binlog_row_image");
    assertThat(space()).isEqualTo(before);
    assertThat(shadows()).isZero();
    isClientWanted.set(false);
    client.get(30, TimeUnit.SECONDS);
  }

  @Test
  void aSessionThatWritesPastTheLogHasItBegunAnew() throws Exception {
    start("");
    CompletableFuture<Void> client = clientIsThere();
    RunId run = copying();

    try (Connection unlogged = Lab.server().connect()) {
      Lab.execute(
          unlogged,
          "SET SESSION sql_log_bin = 0",
          "UPDATE lab.watched SET v = 'past the log' WHERE id = 59999");
      awaitHistory(run, "sql_log_bin = OFF");
    }
    isClientWanted.set(false);
    client.get(30, TimeUnit.SECONDS);

    RunView ended = awaitEnd(run);
    assertThat(ended.run().state()).as(history(ended)).isEqualTo(RunState.SUCCEEDED);
    assertThat(Lab.ask(direct, "SELECT v FROM watched WHERE id = 59999")).isEqualTo("past the log");
    assertThat(history(ended)).doesNotContain("goes on after");
  }

  @Test
  void aReplicaThatSaysNothingHasItStandStill() throws Exception {
    String nobody = "127.0.0.1:" + unusedPort();
    start(", replicas: [ \"" + nobody + "\" ]");

    RunId run = request();

    String reason = "replica " + nobody + " is behind: cannot be seen: ";
    Lab.await("a standstill", () -> standstill(run).startsWith(reason));
    assertThat(view(run).run().state()).isEqualTo(RunState.PAUSED);
    lowtide().operator().abort(run, "ann");
    assertThat(awaitEnd(run).run().state()).isEqualTo(RunState.ABORTED);
  }

  private String standstill(RunId run) {
    ProgressView progress = view(run).progress();
    return progress == null ? "" : progress.standstill();
  }

  private void start(String target) throws Exception {
    Path config = RunningLowtide.writeConfig(folder, Lab.server(), SETTINGS.toArray(String[]::new));
    String password = "password: " + RunningLowtide.TARGET_PASSWORD;
    Files.writeString(config, Files.readString(config).replace(password, password + target));
    lowtide = App.start(config);
  }

  /** Somebody for whose sake a copy goes slowly, until nobody is wanted any more. */
  private CompletableFuture<Void> clientIsThere() {
    isClientWanted.set(true);
    CompletableFuture<Void> seen =
        CompletableFuture.runAsync(
            () -> {
              try (Connection client =
                  TestServer.connect(
                      "127.0.0.1",
                      lowtide().proxyAddress().getPort(),
                      Lab.USER,
                      Lab.PASSWORD,
                      "")) {
                while (isClientWanted.get()) {
                  Lab.execute(client, "DO SLEEP(0.2)");
                }
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    Lab.await("sight of it", () -> lowtide().operator().now().commandsInFlight() > 0);
    return seen;
  }

  private App lowtide() {
    return Objects.requireNonNull(lowtide);
  }

  private RunId request() {
    return lowtide().operator().request(TABLE, Optional.of(ShrinkMethod.SHADOW_COPY), "ann").id();
  }

  private RunId copying() {
    RunId run = request();
    Lab.await("rows are copied", () -> view(run).copied().bytes() > 0);
    return run;
  }

  private RunView view(RunId run) {
    return lowtide().operator().run(run);
  }

  private void awaitHistory(RunId run, String text) {
    Lab.await(text, () -> history(view(run)).contains(text));
  }

  private RunView awaitEnd(RunId run) {
    Lab.await("the end of the run", () -> view(run).run().state().isFinal());
    return view(run);
  }

  private static String history(RunView view) {
    return view.history().stream().map(RunStep::toString).collect(Collectors.joining("\n"));
  }

  private String space() throws Exception {
    return String.valueOf(
        Lab.ask(
            direct,
            "SELECT SPACE FROM information_schema.INNODB_TABLES WHERE NAME = 'lab/watched'"));
  }

  private long shadows() throws Exception {
    return Long.parseLong(
        String.valueOf(
            Lab.ask(
                direct,
                "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'lowtide_new'"
                    + " AND TABLE_NAME = 'watched'")));
  }

  private static int unusedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
