package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says of an answer. */
class ApiClientAnswersTest {

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "{ \"id\": 7 }";
  private int hangUps;
  private final List<String> keys = new CopyOnWriteArrayList<>();

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(
              String.join(
                  " ",
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().toString(),
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  body));
          String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
          keys.add(key == null ? "" : key);
          if (hangUps > 0) {
            hangUps--;
            exchange.close();
            return;
          }
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void isAskedWithTheToken() {
    assertThat(api().get("/runs", "state", "a b").path("id").asInt()).isEqualTo(7);
    assertThat(requests).containsExactly("GET /api/v1/runs?state=a+b Bearer geheim ");
  }

  @Test
  void isToldWhatToDo() {
    assertThat(api().post("/runs", Map.of("table", "a.b")).path("id").asInt()).isEqualTo(7);
    assertThat(requests).containsExactly("POST /api/v1/runs Bearer geheim {\"table\":\"a.b\"}");
  }

  @Test
  void eachRequestHasAKeyOfItsOwn() {
    api().post("/runs", Map.of("table", "a.b"));
    api().post("/runs", Map.of("table", "a.b"));

    assertThat(keys).hasSize(2).doesNotHaveDuplicates().allMatch(key -> key.matches("[!-~]{36}"));
  }

  @Test
  void whereTheConnectionBreaksItIsAskedAgainUnderTheSameKey() {
    hangUps = 1;
    answer = "{ \"id\": 7, \"components\": \"Idempotency-Key\" }";

    assertThat(api().post("/runs", Map.of("table", "a.b")).path("id").asInt()).isEqualTo(7);

    assertThat(requests).hasSize(3).element(2).isEqualTo(requests.get(0));
    assertThat(requests.get(1)).startsWith("GET /api/v1/openapi.json ");
    assertThat(keys.get(0)).isNotEmpty().isEqualTo(keys.get(2));
  }

  @ParameterizedTest
  @CsvSource({"401, BAD_INPUT", "404, BAD_INPUT", "409, BAD_INPUT", "500, UNREACHABLE"})
  void aRefusalIsTheServersOwnWords(int code, ExitCode exitCode) {
    status = code;
    answer = "{ \"detail\": \"run 7 is over\" }";

    assertFails(() -> api().get("/runs/7"), exitCode).hasMessage("run 7 is over");
  }

  @Test
  void aRequestIsRefusedInTheServersOwnWords() {
    status = 409;
    answer = "{ \"detail\": \"run 7 is over\" }";

    assertFails(() -> api().post("/runs/7/abort", Map.of()), ExitCode.BAD_INPUT)
        .hasMessage("run 7 is over");
  }

  @Test
  void aRequestWithoutAKnownTokenIsRefused() {
    status = 401;

    assertFails(() -> api().post("/runs", Map.of()), ExitCode.BAD_INPUT)
        .hasMessage(url() + " refuses it (401)");
  }

  @Test
  void whatIsNoAnswerOfOursIsNone() {
    answer = "<html>";

    assertFails(() -> api().get("/runs"), ExitCode.UNREACHABLE)
        .hasMessage(url() + " does not answer like Lowtide (200)");
  }

  @Test
  void isSentNowhereElse() {
    status = 302;
    answer = "{}";

    assertThat(api().get("/runs").isEmpty()).isTrue();
    assertThat(requests).hasSize(1);
  }

  @Test
  void whatWasAskedForIsNotAskedForTwice() throws Exception {
    try (ServerSocket deaf = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      List<String> heard = new CopyOnWriteArrayList<>();
      Thread thread = new Thread(() -> hangUp(deaf, heard));
      thread.start();
      String url = "http://127.0.0.1:" + deaf.getLocalPort();

      assertFails(
              () -> new ApiClient(url, "geheim").post("/runs", Map.of("table", "a.b")),
              ExitCode.UNREACHABLE)
          .hasMessageStartingWith("Lowtide cannot be reached at " + url);

      deaf.close();
      thread.join();
      assertThat(heard).containsOnlyOnce(String.valueOf((int) 'P'));
    }
  }

  private static void hangUp(ServerSocket deaf, List<String> heard) {
    try {
      while (true) {
        try (Socket caller = deaf.accept()) {
          heard.add(String.valueOf(caller.getInputStream().read()));
        }
      }
    } catch (IOException e) {
      // Nobody calls any more.
    }
  }

  private ApiClient api() {
    return new ApiClient(url(), "geheim");
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static AbstractThrowableAssert<?, ?> assertFails(
      ThrowingCallable call, ExitCode exitCode) {
    return assertThatThrownBy(call)
        .isInstanceOf(CommandFailedException.class)
        .satisfies(e -> assertThat(((CommandFailedException) e).exitCode()).isEqualTo(exitCode));
  }
}
