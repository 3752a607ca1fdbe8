package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.Browser;
import dev.lowtide.it.harness.ChromiumBrowser;
import dev.lowtide.it.harness.ChromiumBrowser.Look;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Open pages are told what changes on them. */
@Timeout(60)
class ConsoleLiveIT {

  private static ConsolePages pages;
  private static ChromiumBrowser chromium;

  @BeforeAll
  static void start() throws Exception {
    pages = ConsolePages.start();
    chromium = ChromiumBrowser.open(Look.LIGHT);
    pages.signIn(chromium);
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    pages.close();
  }

  @Test
  void whatHappensAtTheProxyIsOnThePage() throws Exception {
    chromium.go(pages.base() + "/");
    chromium.script("window.isTheSamePage = true");
    int before = sessionsShown();

    try (Connection client = Lab.through(pages.lowtide())) {
      Lab.await("the session", () -> sessionsShown() > before);
      assertThat(client.isValid(1)).isTrue();
    }

    Lab.await("its end", () -> sessionsShown() == before);
    assertThat(chromium.script("return window.isTheSamePage === true")).isEqualTo(true);
  }

  @Test
  void whatSomebodyTypesAndWhereTheyAreStays() throws Exception {
    chromium.go(pages.base() + "/sessions");
    chromium.type("#table", "lab.half_typed");
    int before = chromium.findAll("#sessionList tbody tr").size();

    try (Connection client = Lab.through(pages.lowtide())) {
      Lab.await("the session", () -> chromium.findAll("#sessionList tbody tr").size() > before);
      assertThat(client.isValid(1)).isTrue();
    }

    assertThat(chromium.find("#table").getDomProperty("value")).isEqualTo("lab.half_typed");
    assertThat(chromium.script("return document.activeElement.id")).isEqualTo("table");
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void whoComesBackIsToldOnlyWhatHasChanged() throws Exception {
    Browser admin = signedIn();
    String id;
    try (BufferedReader stream = live(admin, "/runs", "").reader()) {
      id = line(stream, "id: ");
      assertThat(line(stream, "data: ")).contains("runList", "live-note");
    }

    try (BufferedReader again = live(admin, "/runs", id.substring("id: ".length())).reader()) {
      assertThat(line(again, "event: ")).isEqualTo("event: version");
      pages.lowtide().app().operator().record("bob", "note", "nothing of it is on the page");
      assertThat(line(again, "")).startsWith("data: ");
      // Nothing has changed, so the next thing that is heard is a sign of life.
      assertThat(line(again, ":")).isEqualTo(":");
    }
  }

  @Test
  void aStreamEndsWithTheSession() throws Exception {
    Browser admin = signedIn();
    try (BufferedReader stream = live(admin, "/", "").reader()) {
      assertThat(line(stream, "event: ")).isEqualTo("event: version");
      admin.get("/");
      admin.post("/sign-out");

      String line = "";
      while (line != null) {
        line = stream.readLine();
      }
    }
    assertThat(live(admin, "/", "").status()).as("signed out").isNotEqualTo(200);
  }

  @Test
  void streamsAreCountedAndOnlyForPagesThatChange() throws Exception {
    Browser admin = signedIn();
    assertThat(live(admin, "/audit", "").status()).isEqualTo(404);
    assertThat(live(admin, "nonsense", "").status()).isEqualTo(400);

    List<Live> open = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      open.add(live(admin, "/", ""));
    }
    assertThat(open).allSatisfy(live -> assertThat(live.status()).isEqualTo(200));
    assertThat(live(admin, "/", "").status()).isEqualTo(429);

    for (Live live : open) {
      live.reader().close();
    }
    Lab.await("room again", () -> live(admin, "/", "").status() == 200);
  }

  @Test
  void nobodyTakesTheRoomOfAllOthers() throws Exception {
    List<Browser> browsers = new ArrayList<>(List.of(signedIn()));
    int open = 0;
    int status = 200;
    while (status == 200) {
      if (open % 12 == 0) {
        browsers.add(signedIn());
      }
      open++;
      status = live(browsers.get(browsers.size() - 1), "/runs?before=" + open, "").status();
    }
    assertThat(status).isEqualTo(400);
    assertThat(open).isBetween(20, 25);
    assertThat(live(browsers.get(0), "/runs?before=1", "").status())
        .as("one that is rendered already")
        .isEqualTo(200);

    for (Browser browser : browsers) {
      browser.get("/");
      browser.post("/sign-out");
    }
    Lab.await("room again", () -> live(signedIn(), "/runs?before=1000", "").status() == 200);
  }

  private record Live(int status, BufferedReader reader) {}

  private static Live live(Browser browser, String page, String lastId) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(pages.base() + "/updates?page=" + page))
            .header("Cookie", browser.cookie());
    if (!lastId.isEmpty()) {
      request.header("Last-Event-ID", lastId);
    }
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
    return new Live(
        response.statusCode(),
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
  }

  /** The next line that begins so. */
  private static String line(BufferedReader stream, String begin) throws Exception {
    String line = stream.readLine();
    while (line != null && !line.startsWith(begin)) {
      line = stream.readLine();
    }
    assertThat(line).as("a line that begins with '%s'", begin).isNotNull();
    return line;
  }

  private static Browser signedIn() throws Exception {
    Browser browser = new Browser(pages.base());
    browser.post("/sign-in", "name", "admin", "password", ConsolePages.PASSWORD);
    return browser;
  }

  private static int sessionsShown() {
    return Integer.parseInt(chromium.find("#nowFigures dd").getText());
  }
}
