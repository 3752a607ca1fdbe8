package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.Browser;
import dev.lowtide.it.harness.RunningLowtide;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console as people, programs and strangers use it, without JavaScript. */
class ConsoleIT {

  private static final String EAGER = "quiet: { quietFor: 0s, tableUnwrittenFor: 0s }";
  private static final String CANDIDATES = "candidates: { fileSizeMin: 1MiB }";
  private static final String PASSWORD = "correct horse battery";
  private static final Pattern LINK = Pattern.compile("(/welcome/[\\w-]+)");
  private static final Pattern TOKEN = Pattern.compile("<code>([\\w-]{43})</code>");
  private static final Pattern REVOKE = Pattern.compile("action=\"(/tokens/\\d+/revoke)\"");
  private static final Pattern TRANSACTION =
      Pattern.compile("name=\"transaction\" value=\"([^\"]+)\"");
  private static final Pattern RUN = Pattern.compile("<h1>Run (\\d+) ");

  private RunningLowtide lowtide;
  private Browser admin;

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

  @Test
  void oneRequestsAnotherApprovesAndBothReadTheReport() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "consoled");
    }
    Browser colleague = invited("colleague", "OPERATOR");
    Lab.await("it is seen", () -> admin.get("/candidates").body().contains("lab.consoled"));
    assertThat(admin.get("/spaces").body()).contains("undo:innodb_undo_001", "system:ibdata1");
    assertThat(admin.get("/plan?table=lab.consoled").body())
        .contains("LOCK TABLES `lab`.`consoled` WRITE")
        .contains("passed");

    String requested = admin.post("/runs", "table", "lab.consoled").body();
    long run = runOf(requested);
    assertThat(requested).contains("somebody else approves it").doesNotContain(">Approve<");
    assertThat(admin.post("/runs/" + run + "/approve").statusCode()).isEqualTo(403);

    assertThat(colleague.get("/runs/" + run).body()).contains(">Approve<");
    colleague.post("/runs/" + run + "/approve");
    Lab.awaitState(lowtide, new RunId(run), RunState.SUCCEEDED);

    assertThat(colleague.get("/runs/" + run).body())
        .contains("<h2>Report</h2>")
        .contains("Approved by colleague")
        .contains("have the same checksum in both tables");
    assertThat(admin.get("/audit").body()).contains("colleague").contains("run " + run);
  }

  @Test
  void aRejectionSaysWhy() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "consoled");
    }
    Browser colleague = invited("colleague", "OPERATOR");
    long run = runOf(admin.post("/runs", "table", "lab.consoled").body());
    colleague.get("/runs/" + run);

    String rejected = colleague.post("/runs/" + run + "/reject", "why", "<b>not</b> today").body();

    assertThat(rejected)
        .contains("rejected by colleague: &lt;b&gt;not&lt;/b&gt; today")
        .doesNotContain("<b>not</b>");
  }

  @Test
  void aViewerSeesAndDecidesNothing() throws Exception {
    Browser viewer = invited("viewer", "VIEWER");

    assertThat(viewer.get("/sessions").statusCode()).isEqualTo(200);
    assertThat(viewer.post("/runs", "table", "lab.consoled").statusCode()).isEqualTo(403);
    assertThat(viewer.get("/people").statusCode()).isEqualTo(403);
  }

  @Test
  void sessionsAndTheirTransactionsAreShown() throws Exception {
    try (Connection client = Lab.through(lowtide)) {
      Lab.execute(
          client, "CREATE TABLE IF NOT EXISTS seen (id INT)", "BEGIN", "SELECT * FROM seen");

      assertThat(admin.get("/sessions").body())
          .contains(">" + Lab.threadId(client) + "<")
          .contains("active")
          .contains("lab.seen r");
    }
  }

  @Test
  void aSessionIsEndedAfterAPageThatSaysWhatThatMeans() throws Exception {
    Browser colleague = invited("colleague", "OPERATOR");
    try (Connection client = Lab.through(lowtide);
        Connection direct = Lab.direct()) {
      Lab.execute(client, "CREATE TABLE IF NOT EXISTS ended (id INT)", "DELETE FROM ended");
      Lab.execute(client, "BEGIN", "INSERT INTO ended VALUES (1)");
      long threadId = Lab.threadId(client);
      String path = "/sessions/" + threadId + "/end";
      assertThat(colleague.get("/sessions?table=lab.ended&open=true").body())
          .contains("action=\"" + path + "\"")
          .doesNotContain("http-equiv=\"refresh\"");

      String confirm = colleague.get(path).body();
      assertThat(confirm)
          .contains("<h1>End session " + threadId + "</h1>", Lab.USER, "lab.ended w")
          .contains("Whatever this transaction has not committed is rolled back");
      String ended = colleague.post(path, "transaction", found(TRANSACTION, confirm)).body();

      assertThat(ended).contains("<h1>Session " + threadId + " ended</h1>");
      assertThat(client.isValid(1)).isFalse();
      assertThat(admin.get("/audit").body()).contains("colleague", "ended session " + threadId);
      Lab.await("a rollback", () -> "0".equals(Lab.ask(direct, "SELECT COUNT(*) FROM ended")));
    }
  }

  @Test
  void aViewerEndsNobody() throws Exception {
    Browser viewer = invited("viewer", "VIEWER");
    String token = tokenOf(viewer);
    try (Connection client = Lab.through(lowtide)) {
      Lab.execute(client, "CREATE TABLE IF NOT EXISTS ended (id INT)", "BEGIN");
      Lab.execute(client, "INSERT INTO ended VALUES (1)");
      String path = "/sessions/" + Lab.threadId(client) + "/end";

      assertThat(viewer.get("/sessions").body()).contains("lab.ended w").doesNotContain(path);
      assertThat(viewer.get(path).statusCode()).isEqualTo(403);
      assertThat(viewer.post(path, "transaction", "s1.1").statusCode()).isEqualTo(403);
      assertThat(api("POST", "/api/v1" + path, token).statusCode()).isEqualTo(403);
      assertThat(client.isValid(1)).isTrue();
    }
  }

  @Test
  void badInputIsSaidSoToProgramsThatEndSessions() throws Exception {
    String token = lowtide.app().localToken();
    try (Connection client = Lab.through(lowtide)) {
      String path = "/api/v1/sessions/" + Lab.threadId(client) + "/end";

      assertThat(api("POST", path, token).body())
          .contains("transaction: missing (expected: the one to end, as the session shows it)");
      assertThat(api("POST", path, token, "{\"transaction\": \"it\"}").statusCode()).isEqualTo(400);
      assertThat(api("POST", path, token, "{\"transaction\": \"s1.1\"}").statusCode())
          .isEqualTo(409);
      assertThat(api("POST", "/api/v1/sessions/4711111/end", token, "{\"transaction\": \"s1.1\"}"))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(404);
      assertThat(api("POST", "/api/v1/sessions/x/end", token).body())
          .contains("session: 'x' (expected: the server's id of it, a number)");
      assertThat(api("GET", "/api/v1/sessions?open=maybe", token).body())
          .contains("open: 'maybe' (expected: true or false)");
    }
  }

  @Test
  void strangersGetNoFurtherThanTheDoor() throws Exception {
    Browser stranger = browser();
    for (String page : List.of("/", "/sessions", "/candidates", "/runs", "/audit", "/people")) {
      assertThat(stranger.get(page).body()).as(page).contains("<h1>Sign in</h1>");
    }
    assertThat(stranger.post("/runs", "table", "lab.x").statusCode()).isEqualTo(401);
    assertThat(api("GET", "/api/v1/status", "").statusCode()).isEqualTo(401);
    assertThat(api("GET", "/api/v1/status", "guessed").statusCode()).isEqualTo(401);
  }

  @Test
  void anotherSitesFormIsRefused() throws Exception {
    admin.get("/candidates");

    assertThat(admin.postFrom("http://evil.example", "/runs", "table", "lab.x").statusCode())
        .isEqualTo(403);
    assertThat(
            admin
                .postFrom(lowtide.app().consoleUrl(), "/runs", "table", "lab.x", "csrf", "guessed")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aLinkWorksOnceAndAPasswordHasALength() throws Exception {
    admin.get("/people");
    String link = found(LINK, admin.post("/people", "name", "late", "role", "OPERATOR").body());
    Browser late = browser();
    late.get(link);
    assertThat(late.post("/welcome", "secret", secret(link), "password", "short").statusCode())
        .isEqualTo(400);
    late.post("/welcome", "secret", secret(link), "password", PASSWORD);
    assertThat(late.get("/").body()).contains("<h1>Now</h1>");

    assertThat(browser().get(link).statusCode()).isEqualTo(401);
  }

  @Test
  void signingInAndOutAndGuessing() throws Exception {
    Browser again = browser();
    assertThat(again.post("/sign-in", "name", "admin", "password", PASSWORD).body())
        .contains("<h1>Now</h1>");
    String cookie = again.cookie();
    again.post("/sign-out");
    assertThat(again.cookie()).isNotEqualTo(cookie);
    assertThat(again.get("/").body()).contains("<h1>Sign in</h1>");

    Browser guesser = browser();
    for (int i = 0; i < 10; i++) {
      assertThat(guesser.post("/sign-in", "name", "admin", "password", "guess " + i).statusCode())
          .isEqualTo(401);
    }
    assertThat(guesser.post("/sign-in", "name", "admin", "password", PASSWORD).statusCode())
        .as("the right one, after too many wrong ones")
        .isEqualTo(401);
  }

  @Test
  void pagesForbidWhatTheyDoNotNeed() throws Exception {
    HttpResponse<String> page = admin.get("/");

    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.body()).doesNotContain("<script").doesNotContain("style=");
  }

  @Test
  void whyNotNowIsToldConditionByCondition() throws Exception {
    Lab.await("the first look", () -> admin.get("/").body().contains("locks on the whole server"));
    try (Connection backup = Lab.server().connect()) {
      Lab.execute(backup, "LOCK INSTANCE FOR BACKUP");
      String named = "session " + Lab.threadId(backup) + " (root@";

      Lab.await("the backup", () -> admin.get("/").body().contains(named));
      String page = admin.get("/").body();
      assertThat(page).contains("<h2>Why not now?</h2>").contains(">not met<").contains(">met<");
      assertThat(api("GET", "/api/v1/status", lowtide.app().localToken()).body())
          .contains("\"conditions\":[{\"signal\":\"sight\",")
          .contains("\"signal\":\"locks on the whole server\",\"value\":\"" + named)
          .contains("\"limit\":\"none\",\"sinceSeconds\":")
          .contains("\"isMet\":false,\"isBlind\":false");
    }
    Lab.await("its end", () -> !admin.get("/").body().contains("LOCK INSTANCE FOR BACKUP"));
  }

  @Test
  void whatIsNoCopyAtWorkIsNeitherPausedNorReverted() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "consoled");
    }
    String token = lowtide.app().localToken();
    String viewer = tokenOf(invited("viewer", "VIEWER"));
    long run = runOf(admin.post("/runs", "table", "lab.consoled").body());
    String path = "/api/v1/runs/" + run;

    for (String decision : List.of("/pause", "/resume")) {
      HttpResponse<String> refused = api("POST", path + decision, token);
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body()).contains("is PROPOSED (expected: a copy at work)");
      assertThat(admin.post("/runs/" + run + decision).statusCode()).isEqualTo(409);
    }
    assertThat(api("POST", path + "/revert", token).body())
        .contains("run " + run + " keeps no old table in step");
    assertThat(api("GET", "/api/v1/old-tables", viewer).body()).isEqualTo("[]");
    String drop = "/api/v1/old-tables/" + run + "/drop";
    assertThat(api("POST", drop, token).body()).contains("run " + run + " keeps no old table");
    for (String decision : List.of(path + "/pause", path + "/resume", path + "/revert", drop)) {
      assertThat(api("POST", decision, viewer).statusCode()).as(decision).isEqualTo(403);
    }
    assertThat(admin.get("/runs/" + run).body()).doesNotContain(">Pause<");
  }

  @Test
  void programsAskOverRest() throws Exception {
    String token = lowtide.app().localToken();

    assertThat(api("GET", "/api/v1/status", token).body()).contains("\"verdict\"");
    HttpResponse<String> missing = api("GET", "/api/v1/runs/4711", token);
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(missing.body()).contains("run 4711 does not exist");
    assertThat(api("POST", "/api/v1/runs", token).statusCode()).isEqualTo(400);
    assertThat(api("GET", "/api/v1/plan?table=lab.nothing", token).statusCode()).isEqualTo(409);
  }

  @Test
  void aPersonsProgramActsAsThePersonUntilItsTokenIsRevoked() throws Exception {
    Browser viewer = invited("viewer", "VIEWER");
    String token = tokenOf(viewer);
    assertThat(api("GET", "/api/v1/runs", token).statusCode()).isEqualTo(200);
    assertThat(api("POST", "/api/v1/runs", token).statusCode()).isEqualTo(403);

    String revoke = found(REVOKE, viewer.get("/tokens").body());
    assertThat(viewer.post(revoke).body()).contains("You have no tokens");

    assertThat(api("GET", "/api/v1/runs", token).statusCode()).isEqualTo(401);
  }

  @Test
  void whoseAccessIsEndedIsLockedOutAtOnce() throws Exception {
    Browser leaver = invited("leaver", "OPERATOR");
    String token = tokenOf(leaver);

    admin.get("/people");
    assertThat(admin.post("/people/leaver/end").body()).doesNotContain("leaver");

    assertThat(leaver.get("/runs").body()).contains("<h1>Sign in</h1>");
    assertThat(api("GET", "/api/v1/runs", token).statusCode()).isEqualTo(401);
    assertThat(leaver.post("/sign-in", "name", "leaver", "password", PASSWORD).statusCode())
        .isEqualTo(401);
    assertThat(admin.get("/audit").body())
        .contains("<td>end access</td><td>leaver</td>")
        .contains("<td>leaver</td><td>sign in refused</td>");
  }

  @Test
  void monitoringNeedsNoToken() throws Exception {
    assertThat(api("GET", "/metrics", "").body()).contains("proxy_sessions");
    Lab.await("readiness", () -> api("GET", "/ready", "").statusCode() == 200);
  }

  private Browser browser() {
    return new Browser(lowtide.app().consoleUrl());
  }

  private Browser invited(String name, String role) throws Exception {
    admin.get("/people");
    String link = found(LINK, admin.post("/people", "name", name, "role", role).body());
    Browser invited = browser();
    invited.get(link);
    invited.post("/welcome", "secret", secret(link), "password", PASSWORD);
    return invited;
  }

  private static String tokenOf(Browser person) throws Exception {
    person.get("/tokens");
    return found(TOKEN, person.post("/tokens", "label", "laptop").body());
  }

  private HttpResponse<String> api(String method, String path, String token) throws Exception {
    return api(method, path, token, method.equals("POST") ? "{}" : "");
  }

  private HttpResponse<String> api(String method, String path, String token, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(lowtide.app().consoleUrl() + path))
            .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private static String secret(String link) {
    return link.substring(link.lastIndexOf('/') + 1);
  }

  private static long runOf(String page) {
    return Long.parseLong(found(RUN, page));
  }

  private static String found(Pattern pattern, String page) {
    Matcher matcher = pattern.matcher(page);
    assertThat(matcher.find()).as(page).isTrue();
    return matcher.group(1);
  }
}
