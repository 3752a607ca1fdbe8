package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table copied behind live traffic, from request to report, on a real server. */
class ShadowCopyIT {

  private static final TableName TABLE = new TableName(Lab.SCHEMA, "bloated");

  private static RunningLowtide lowtide;

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private Connection direct;

  @BeforeAll
  static void start() throws Exception {
    lowtide = RunningLowtide.start(Lab.server(), "shrink: { retryAfter: 1s }");
  }

  @AfterAll
  static void stop() {
    lowtide.close();
  }

  @BeforeEach
  void connect() throws Exception {
    direct = Lab.direct();
  }

  @AfterEach
  void disconnect() throws Exception {
    direct.close();
    clients.shutdownNow();
  }

  @Test
  void theFileGetsSmallerAndNobodyHasWaited() throws Exception {
    Bloat.table(direct, "bloated");
    String all = "SELECT * FROM bloated ORDER BY id";
    List<String> before = Lab.rows(direct, all);
    String definition = Lab.rows(direct, "SHOW CREATE TABLE bloated").get(0);
    long bytesBefore = Bloat.fileSize(direct, "bloated");

    RunView ended = shrink();

    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    assertThat(Lab.rows(direct, all)).isEqualTo(before);
    assertThat(Lab.rows(direct, "SHOW CREATE TABLE bloated").get(0)).isEqualTo(definition);
    assertThat(Bloat.fileSize(direct, "bloated")).isLessThan(bytesBefore);
    assertThat(operator().report(ended.run().id()).verification().verdict())
        .isEqualTo(Verdict.SAME);
    assertThat(ended.run().waits().held()).isZero();
  }

  @Test
  void writersGoOnAndLoseNothing() throws Exception {
    Bloat.table(direct, "bloated");
    AtomicBoolean isOver = new AtomicBoolean();
    Books books = new Books(lowtide);
    List<CompletableFuture<Void>> writers =
        List.of(1, 2, 3).stream()
            .map(seed -> CompletableFuture.runAsync(() -> books.write(seed, isOver), clients))
            .toList();

    RunView ended = shrink();
    isOver.set(true);

    CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(10, TimeUnit.SECONDS);
    assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
    books.assertSameAs(direct);
  }

  private static Operator operator() {
    return lowtide.app().operator();
  }

  private static RunView shrink() {
    ShrinkRun run = operator().request(TABLE, Optional.of(ShrinkMethod.SHADOW_COPY), "requester");
    operator().approve(run.id(), "approver");
    return Lab.awaitEnd(lowtide, run.id());
  }
}
