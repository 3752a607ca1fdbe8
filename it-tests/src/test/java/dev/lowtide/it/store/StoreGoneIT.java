package dev.lowtide.it.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lowtide.it.harness.BreakableLink;
import dev.lowtide.it.harness.LowtideApi;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.it.scenarios.Lab;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.journal.StoreKind;
import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunStep;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.slf4j.LoggerFactory;

/** The link to the store is cut, and mended: clients notice nothing, and nothing is lost. */
class StoreGoneIT {

  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final AtomicBoolean isOver = new AtomicBoolean();

  @AfterEach
  void stopClients() {
    isOver.set(true);
    clients.shutdownNow();
  }

  @Nested
  class WhileNothingRuns {

    @OnEachServer
    void everybodyIsToldAndTheProxyRelaysOn(StoreKind kind) throws Exception {
      try (BreakableLink link = new BreakableLink(StoreServers.port(kind));
          RunningLowtide lowtide = start(kind, link);
          Connection client = lowtide.connect(Lab.USER, Lab.PASSWORD, "");
          Logged logged = new Logged()) {
        RunId waiting = requested(lowtide);

        link.cut();
        awaitReady(lowtide, 503);

        assertThat(Lab.ask(client, "SELECT 1")).isEqualTo("1");
        assertThat(get(lowtide, "/live").statusCode()).isEqualTo(200);
        assertThat(get(lowtide, "/ready").body())
            .contains("\"store\":")
            .doesNotContain("\"store\":\"ok\"");
        LowtideApi.Answer answer = new LowtideApi(lowtide.folder()).get("/runs");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.detail()).contains("the store cannot be used at this moment: ");
        assertThatThrownBy(() -> lowtide.app().operator().approve(waiting, "approver"))
            .isInstanceOf(OperatorException.class)
            .hasMessageStartingWith("the store cannot be used");
        awaitTicks();
        assertThat(logged.about("store")).hasSize(1);
        assertThat(logged.errors()).isEmpty();

        link.mend();
        awaitReady(lowtide, 200);
        assertThat(lowtide.app().operator().run(waiting).run().state())
            .isEqualTo(RunState.PROPOSED);
        lowtide.app().operator().approve(waiting, "approver");
        RunView ended = StoreLab.awaitEnd(lowtide, waiting);
        assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
      }
    }
  }

  @Nested
  class WhileATableIsCopied {

    @OnEachServer
    void theRunStandsStillAndGoesOn(StoreKind kind) throws Exception {
      try (BreakableLink link = new BreakableLink(StoreServers.port(kind));
          RunningLowtide lowtide =
              start(kind, link, "copy: { shareWithClientsMax: 2 }", "shrink: { retryAfter: 1s }");
          Connection direct = Lab.server().connect();
          Logged logged = new Logged()) {
        String table = "kept_on_" + kind.name().toLowerCase(Locale.ROOT);
        direct.setCatalog(Lab.SCHEMA);
        StoreLab.makeLargeTable(direct, table);
        clients.execute(() -> askOn(lowtide));
        RunId run = StoreLab.request(lowtide, table);
        awaitRows(direct, 1);
        int attempts = lowtide.app().operator().run(run).run().attempts();

        link.cut();
        awaitReady(lowtide, 503);
        long whenItStood = awaitStandstill(direct);
        awaitTicks();
        assertThat(copied(direct)).isEqualTo(whenItStood);

        link.mend();
        awaitReady(lowtide, 200);
        isOver.set(true);
        RunView ended = StoreLab.awaitEnd(lowtide, run);

        assertThat(ended.run().state()).as(ended.run().reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.run().attempts())
            .as("begun anew: %s", ended.history())
            .isEqualTo(attempts);
        assertThat(ended.history())
            .extracting(RunStep::text)
            .anyMatch(text -> text.startsWith("stood still for "));
        assertThat(lowtide.app().operator().report(run).run()).isEqualTo(run);
        assertThat(lowtide.app().operator().audit())
            .extracting(AuditEntry::action)
            .contains("SUCCEEDED");
        assertThat(logged.errors()).isEmpty();
      }
    }
  }

  private static RunningLowtide start(StoreKind kind, BreakableLink link, String... settings)
      throws Exception {
    String store =
        StoreServers.setting(StoreServers.through(link.port(), StoreServers.fresh(kind)));
    String[] all = new String[settings.length + 1];
    System.arraycopy(settings, 0, all, 0, settings.length);
    all[settings.length] = store;
    return RunningLowtide.start(Lab.server(), all);
  }

  private static RunId requested(RunningLowtide lowtide) throws Exception {
    try (Connection direct = Lab.server().connect()) {
      direct.setCatalog(Lab.SCHEMA);
      StoreLab.makeTable(direct, "wanted");
    }
    return lowtide.app().operator().request(new TableName(Lab.SCHEMA, "wanted"), "requester").id();
  }

  /** A client that never rests, so that the copy takes its time. */
  private void askOn(RunningLowtide lowtide) {
    try (Connection client = lowtide.connect(Lab.USER, Lab.PASSWORD, "")) {
      while (!isOver.get()) {
        Lab.ask(client, "SELECT BENCHMARK(10000, 1)");
      }
    } catch (SQLException e) {
      throw new AssertionError("a client noticed", e);
    }
  }

  private void awaitReady(RunningLowtide lowtide, int status) {
    Awaitility.await()
        .atMost(NOTICED_WITHIN)
        .until(() -> get(lowtide, "/ready").statusCode() == status);
  }

  /** Six of the scheduler's, which would each have something to say. */
  private static void awaitTicks() {
    long began = System.nanoTime();
    Awaitility.await()
        .atMost(NOTICED_WITHIN)
        .until(() -> System.nanoTime() - began > Duration.ofSeconds(3).toNanos());
  }

  private static void awaitRows(Connection direct, long rows) {
    Awaitility.await()
        .atMost(NOTICED_WITHIN)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> copied(direct) >= rows);
  }

  /** How many rows the registry in the target says when that does not change any more. */
  private static long awaitStandstill(Connection direct) throws Exception {
    long[] seen = {-1};
    Awaitility.await()
        .atMost(NOTICED_WITHIN)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              long now = copied(direct);
              boolean isSame = now == seen[0];
              seen[0] = now;
              return isSame;
            });
    return seen[0];
  }

  private static long copied(Connection direct) throws SQLException {
    String isThere =
        Lab.ask(
            direct,
            "SELECT COUNT(*) FROM information_schema.TABLES"
                + " WHERE TABLE_SCHEMA = 'lowtide' AND TABLE_NAME = 'copy'");
    String rows =
        "1".equals(isThere)
            ? Lab.ask(direct, "SELECT SUM(rows_copied) FROM lowtide.copy WHERE phase = 'COPYING'")
            : null;
    return rows == null ? 0 : Long.parseLong(rows);
  }

  private HttpResponse<String> get(RunningLowtide lowtide, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(lowtide.app().consoleUrl() + path)).build(),
        BodyHandlers.ofString());
  }

  /** What our own rooms say in the log. */
  private static final class Logged implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger("dev.lowtide");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    Logged() {
      appender.start();
      root.setLevel(Level.INFO);
      root.setAdditive(false);
      root.addAppender(appender);
    }

    List<String> about(String word) {
      return List.copyOf(appender.list).stream()
          .map(ILoggingEvent::getFormattedMessage)
          .filter(text -> text.contains(word))
          .toList();
    }

    List<String> errors() {
      return List.copyOf(appender.list).stream()
          .filter(event -> event.getLevel().toInt() >= Level.ERROR_INT)
          .map(ILoggingEvent::getFormattedMessage)
          .toList();
    }

    @Override
    public void close() {
      root.detachAppender(appender);
      root.setLevel(null);
      root.setAdditive(true);
    }
  }
}
