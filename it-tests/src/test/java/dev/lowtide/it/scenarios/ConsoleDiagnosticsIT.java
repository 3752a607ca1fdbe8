package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.Browser;
import dev.lowtide.it.harness.RunningLowtide;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** One file with everything about an installation, and none of its secrets. */
class ConsoleDiagnosticsIT {

  private static final String PASSWORD = "correct horse battery";

  @Test
  void noSecretIsInIt() throws Exception {
    try (RunningLowtide lowtide = RunningLowtide.start(Lab.server())) {
      String link = lowtide.app().setUpLink().orElseThrow();
      String secret = link.substring(link.lastIndexOf('/') + 1);
      Browser admin = new Browser(lowtide.app().consoleUrl());
      String page = admin.post("/welcome", "secret", secret, "password", PASSWORD).body();
      String csrf = page.replaceFirst("(?s).*?name=\"csrf\" value=\"([^\"]+)\".*", "$1");

      assertThat(download(lowtide, admin, "guessed").statusCode()).isEqualTo(403);
      HttpResponse<InputStream> answer = download(lowtide, admin, csrf);

      assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
          .contains("lowtide-diagnostics.zip");
      String everything = unzipped(answer.body().readAllBytes());
      assertThat(everything)
          .contains("proxy_sessions", "lowtide-tick", "target.user: lowtide", "version: ")
          .contains("target.password: (not shown)", "kind: h2")
          .containsPattern("schema version: \\d+\n")
          .containsPattern("(?m)^target: ok, last success PT[\\d.]+S ago$")
          .containsPattern("(?m)^store: ok, last success PT[\\d.]+S ago$")
          .doesNotContain("password: " + RunningLowtide.TARGET_PASSWORD)
          .doesNotContain(lowtide.app().localToken(), PASSWORD, csrf, secret)
          .doesNotContain(admin.cookie().substring(admin.cookie().indexOf('=') + 1));
      assertThat(admin.get("/about").body()).contains("(not shown)").doesNotContain(PASSWORD);
      assertThat(admin.get("/targets").body())
          .contains("<h2>Target</h2>", "listens on", "Last success");
    }
  }

  private static HttpResponse<InputStream> download(
      RunningLowtide lowtide, Browser browser, String csrf) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(lowtide.app().consoleUrl() + "/diagnostics"))
                .header("Cookie", browser.cookie())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("csrf=" + csrf))
                .build(),
            BodyHandlers.ofInputStream());
  }

  private static String unzipped(byte[] zip) throws Exception {
    StringBuilder all = new StringBuilder();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      while (in.getNextEntry() != null) {
        all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }
}
