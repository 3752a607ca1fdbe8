package dev.lowtide.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An export of the audit trail that arrives, and some that do not. */
class AuditCommandTest {

  private static final String LINE = "{\"id\":1,\"hash\":\"aa\"}\n";

  @TempDir private Path folder;

  private HttpServer server;
  private String answer = "";

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aWholeTrailIsWritten() {
    answer = LINE + "{\"end\":true,\"entries\":1,\"hash\":\"aa\"}\n";

    export();

    assertThat(folder.resolve("trail")).hasContent(answer);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        LINE,
        LINE + LINE + "{\"end\":true,\"entries\":1,\"hash\":\"aa\"}\n",
        LINE + "{\"title\":\"Service Unavailable\",\"status\":503}",
        LINE + "{\"end\":true,\"ent",
      })
  void oneThatBrokeOffIsNot(String text) {
    answer = text;

    assertThatThrownBy(this::export)
        .isInstanceOfSatisfying(
            CommandFailedException.class,
            e -> assertThat(e.exitCode()).isEqualTo(ExitCode.UNREACHABLE))
        .hasMessageStartingWith("the audit trail broke off after ");
    assertThat(folder).isEmptyDirectory();
  }

  private void export() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    AuditCommand.export(new ApiClient(url, "geheim"), folder.resolve("trail"));
  }
}
