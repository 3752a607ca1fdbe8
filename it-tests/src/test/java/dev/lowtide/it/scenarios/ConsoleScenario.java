package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.Browser;
import dev.lowtide.it.harness.RunningLowtide;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A console that somebody has signed in to as its administrator, and whoever else there is to be.
 */
abstract class ConsoleScenario {

  private static final String EAGER = "quiet: { quietFor: 0s, tableUnwrittenFor: 0s }";
  private static final String CANDIDATES = "candidates: { fileSizeMin: 1MiB }";
  static final String PASSWORD = "correct horse battery";
  static final Pattern LINK = Pattern.compile("(/welcome/[\\w-]+)");
  private static final Pattern TOKEN = Pattern.compile("<code>([\\w-]{43})</code>");
  static final Pattern PLAN = Pattern.compile("name=\"plan\" value=\"([0-9a-f]{64})\"");
  private static final Pattern RUN = Pattern.compile("<h1>Run (\\d+) ");

  RunningLowtide lowtide;
  Browser admin;

  @BeforeEach
  void start() throws Exception {
    lowtide = RunningLowtide.start(Lab.server(), EAGER, CANDIDATES);
    admin = browser();
    String link = found(LINK, lowtide.app().setUpLink().orElseThrow());
    admin.get(link);
    HttpResponse<String> signedIn =
        admin.post("/welcome", "secret", secret(link), "password", PASSWORD);
    assertThat(signedIn.body()).contains("<h1>Now</h1>");
  }

  @AfterEach
  void stop() {
    lowtide.close();
  }

  /** Says yes to the plan that the page shows. */
  static HttpResponse<String> approve(Browser person, long run) throws Exception {
    String plan = found(PLAN, person.get("/runs/" + run).body());
    return person.post("/runs/" + run + "/approve", "plan", plan);
  }

  final Browser browser() {
    return new Browser(lowtide.app().consoleUrl());
  }

  final Browser invited(String name, String role) throws Exception {
    admin.get("/people");
    String link = found(LINK, admin.post("/people", "name", name, "role", role).body());
    Browser invited = browser();
    invited.get(link);
    invited.post("/welcome", "secret", secret(link), "password", PASSWORD);
    return invited;
  }

  static String tokenOf(Browser person) throws Exception {
    person.get("/tokens");
    return found(TOKEN, person.post("/tokens", "label", "laptop").body());
  }

  final HttpResponse<String> api(String method, String path, String token) throws Exception {
    return api(method, path, token, method.equals("POST") ? "{}" : "");
  }

  final HttpResponse<String> api(String method, String path, String token, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(lowtide.app().consoleUrl() + path))
            .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  static String secret(String link) {
    return link.substring(link.lastIndexOf('/') + 1);
  }

  static long runOf(String page) {
    return Long.parseLong(found(RUN, page));
  }

  static String found(Pattern pattern, String page) {
    Matcher matcher = pattern.matcher(page);
    assertThat(matcher.find()).as(page).isTrue();
    return matcher.group(1);
  }
}
