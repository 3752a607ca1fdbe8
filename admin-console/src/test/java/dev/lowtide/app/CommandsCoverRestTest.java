package dev.lowtide.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever REST can do a command asks for; those of the table are run, and what they ask is seen.
 */
class CommandsCoverRestTest {

  /** What the command line asks for in another way. */
  private static final Map<String, String> OTHERWISE =
      Map.of("GET /backup", "db backup, of a store that is in use; BackupWhileRunningIT runs it");

  /** An operation, and a command that asks for it. */
  private static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("GET /status", "status"),
          Map.entry("GET /load", "load --for 2h"),
          Map.entry("GET /sessions", "sessions --open --table a.b --order user --limit 5"),
          Map.entry("GET /sessions/{id}", "session 7"),
          Map.entry("POST /sessions/{id}/end", "end 7 --transaction s1.1"),
          Map.entry("GET /others", "sessions --others"),
          Map.entry("GET /candidates", "candidates --all"),
          Map.entry("GET /survey", "survey"),
          Map.entry("GET /night", "night --for 2h"),
          Map.entry("GET /spaces", "spaces"),
          Map.entry("GET /plan", "plan a.b"),
          Map.entry("GET /audit", "audit --by ann"),
          Map.entry("GET /audit/verification", "audit --verify"),
          Map.entry("GET /audit/export", "audit --export FOLDER/trail"),
          Map.entry("GET /runs", "runs --all --state failed"),
          Map.entry("POST /runs", "shrink a.b"),
          Map.entry("GET /runs/{id}", "show 7"),
          Map.entry("GET /runs/{id}/report", "report 7"),
          Map.entry("GET /runs/{id}/blockers", "show 7"),
          Map.entry("GET /runs/{id}/review", "review 7"),
          Map.entry("POST /runs/{id}/approve", "approve 7 --plan abc"),
          Map.entry("POST /runs/{id}/reject", "reject 7"),
          Map.entry("POST /runs/{id}/request-changes", "request-changes 7 why"),
          Map.entry("POST /runs/{id}/revoke", "revoke 7 why"),
          Map.entry("POST /runs/{id}/revise", "revise 7"),
          Map.entry("POST /runs/{id}/comment", "comment 7 text"),
          Map.entry("POST /runs/{id}/abort", "abort 7"),
          Map.entry("POST /runs/{id}/pause", "pause 7"),
          Map.entry("POST /runs/{id}/resume", "resume 7"),
          Map.entry("POST /runs/{id}/revert", "revert 7"),
          Map.entry("POST /runs/{id}/acknowledge", "acknowledge 7"),
          Map.entry("GET /inbox", "inbox"),
          Map.entry("GET /old-tables", "old-tables"),
          Map.entry("POST /old-tables/{id}/drop", "drop-old 7"),
          Map.entry("GET /hold", "hold --show"),
          Map.entry("POST /hold", "hold --why x"),
          Map.entry("DELETE /hold", "unhold"),
          Map.entry("POST /reload", "reload"),
          Map.entry("GET /openapi.json", "openapi"),
          Map.entry("GET /calendar", "calendar"),
          Map.entry("POST /calendar/windows", "calendar add-window w --from 01:00 --to 02:00"),
          Map.entry("DELETE /calendar/windows/{id}", "calendar remove-window 7"),
          Map.entry(
              "POST /calendar/freezes",
              "calendar add-freeze f --from 2026-01-01T00:00 --to 2026-01-02T00:00"),
          Map.entry("DELETE /calendar/freezes/{id}", "calendar remove-freeze 7"));

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @TempDir private Path folder;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    exchange.getRequestBody().readAllBytes();
    String body =
        path.endsWith("/export")
            ? "{\"end\":true,\"entries\":0,\"hash\":\"\"}\n"
            : path.endsWith("/runs") && exchange.getRequestMethod().equals("GET") ? "[]" : "{}";
    exchange.sendResponseHeaders(200, body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }

  static List<String> operations() throws IOException {
    List<String> all = new ArrayList<>();
    try (InputStream in =
        CommandsCoverRestTest.class.getResourceAsStream("/dev/lowtide/console/openapi.json")) {
      JsonNode description = JsonMapper.shared().readTree(in);
      description
          .path("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .propertyNames()
                      .forEach(
                          method ->
                              all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyOperationHasACommandThatAsksForIt(String operation) throws Exception {
    if (OTHERWISE.containsKey(operation)) {
      return;
    }
    assertThat(COMMANDS).as("a command for a new operation").containsKey(operation);
    String command = COMMANDS.getOrDefault(operation, "").replace("FOLDER", folder.toString());

    command(command).ask(new ApiClient(url(), "geheim"));

    assertThat(requests).contains(operation.replace("{id}", "7").replace(" ", " /api/v1"));
  }

  @Test
  void theTableHasNothingThatIsNotThere() throws Exception {
    assertThat(operations()).containsAll(COMMANDS.keySet()).containsAll(OTHERWISE.keySet());
  }

  /** For people as well: no answer that there can be is printed as an exception. */
  @ParameterizedTest
  @CsvSource({"survey", "show 7", "review 7", "session 7", "load", "openapi", "hold --show"})
  void anAnswerWithLittleInItIsPrinted(String line) throws Exception {
    ApiCommand command = command(line);
    StringWriter out = new StringWriter();

    command.print(command.ask(new ApiClient(url(), "geheim")), new Texts(new PrintWriter(out)));

    assertThat(out.toString()).isNotNull();
  }

  private static ApiCommand command(String line) {
    CommandLine.ParseResult parsed = Main.commandLine().parseArgs(line.split(" ", -1));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    return (ApiCommand) parsed.commandSpec().userObject();
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
