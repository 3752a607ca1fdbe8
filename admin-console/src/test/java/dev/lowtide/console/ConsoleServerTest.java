package dev.lowtide.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.lowtide.scheduler.operator.Dependency;
import dev.lowtide.scheduler.operator.Operator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the real server shows: that guard, routes and problems are put together. */
class ConsoleServerTest {

  private final Operator operator = mock(Operator.class);
  private final List<Dependency> dependencies = new ArrayList<>();
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
  private ConsoleServer console;

  @BeforeEach
  void start() throws Exception {
    console = start(0);
  }

  @AfterEach
  void stop() {
    console.close();
    ticker.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "/sign-in, 403",
    "/static/lowtide.css, 403",
    "/health, 200",
    "/ready, 200",
    "/metrics, 200"
  })
  void aNameThatSomebodyElsePointedHereIsGoodForMonitoringOnly(String path, int status)
      throws Exception {
    assertThat(answer("GET " + path, "Host: evil.example", "")).startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @CsvSource({
    "/static/lowtide.css, text/css, .brand",
    "/static/lowtide.js, text/javascript, 'use strict'",
    "/static/lowtide.svg, image/svg, <svg"
  })
  void pagesFindWhatTheyLoad(String path, String type, String content) throws Exception {
    assertThat(answer("GET " + path, "Host: localhost", ""))
        .startsWith("HTTP/1.1 200")
        .contains("Content-Type: " + type, content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/runs", "/api/v1/runs/7/reject"})
  void aBodyOfNullIsBadInput(String path) throws Exception {
    String answer =
        answer(
            "POST " + path,
            "Host: localhost\r\nAuthorization: Bearer " + Guards.LOCAL_TOKEN,
            "null");

    assertThat(answer).startsWith("HTTP/1.1 400").contains("body: null (expected: a JSON object)");
    verify(operator, never()).reject(any(), any(), any());
  }

  @Test
  void aReloadSaysWhatCameOfItAndIsAudited() throws Exception {
    String answer =
        answer(
            "POST /api/v1/reload",
            "Host: localhost\r\nAuthorization: Bearer " + Guards.LOCAL_TOKEN,
            "");

    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .contains("{\"changed\":[\"proxy.backend\"],\"needsRestart\":[\"console.listen\"]}");
    verify(operator)
        .record(
            "local",
            "reload configuration",
            "changed: proxy.backend; needs a restart: console.listen");
  }

  @Test
  void healthNamesAllThatIsAmissAndReadinessWhatIsNeeded() throws Exception {
    dependencies.add(new Dependency("store", true, "", Duration.ofSeconds(1)));
    dependencies.add(
        new Dependency("replica db2:3306", false, "does not answer", Duration.ofMinutes(3)));
    dependencies.add(new Dependency("webhook 1 (https://a.example)", false, "", null));

    assertThat(answer("GET /health", "Host: localhost", ""))
        .startsWith("HTTP/1.1 200")
        .contains(
            "{\"status\":\"impaired\",\"dependencies\":{\"store\":\"ok\","
                + "\"replica db2:3306\":\"does not answer\",\"webhook 1 (https://a.example)\":\"ok\"},"
                + "\"secondsSinceWell\":{\"store\":1,\"replica db2:3306\":180}}");
    assertThat(answer("GET /ready", "Host: localhost", ""))
        .startsWith("HTTP/1.1 200")
        .contains("{\"status\":\"ok\",");

    dependencies.add(new Dependency("target", true, "does not answer", null));

    assertThat(answer("GET /ready", "Host: localhost", ""))
        .startsWith("HTTP/1.1 503")
        .contains("\"target\":\"does not answer\"");
  }

  @Test
  void nobodyReloadsWhoHasNotSignedIn() throws Exception {
    assertThat(answer("POST /api/v1/reload", "Host: localhost", "")).startsWith("HTTP/1.1 401");
  }

  @Test
  void whoIsSignedOutComesBackToTheQueryAsWell() throws Exception {
    assertThat(answer("GET /plan?table=shop.orders", "Host: localhost", ""))
        .startsWith("HTTP/1.1 303")
        .containsPattern("Location: \\S*/sign-in\\?next=%2Fplan%3Ftable%3Dshop.orders\r\n");
  }

  @Test
  void everythingThatProgramsMayAskIsDescribedAndNothingElse() throws Exception {
    assertThat(answer("GET /api/v1/openapi.json", "Host: localhost", ""))
        .startsWith("HTTP/1.1 200")
        .contains("\"openapi\": \"3.1.0\"");
    assertThat(console.routes().stream().filter(route -> route.contains(" /api/")))
        .containsExactlyInAnyOrderElementsOf(OpenApiTest.described());
  }

  @Test
  void anAddressThatIsTakenIsNamed() {
    assertThatThrownBy(() -> start(console.address().getPort()).close())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("console.listen: ")
        .hasMessageContaining(":" + console.address().getPort());
  }

  private ConsoleServer start(int port) throws IOException {
    return Consoles.start(operator, new FakePeople(), () -> dependencies, ticker, port);
  }

  private String answer(String request, String headers, String body) throws IOException {
    return Consoles.answer(console, request, headers, body);
  }
}
