package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.Browser;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who gets into the console, how far, and until when. */
class ConsoleDoorsIT extends ConsoleScenario {

  private static final Pattern REVOKE = Pattern.compile("action=\"(/tokens/\\d+/revoke)\"");

  @Test
  void aViewerSeesAndDecidesNothing() throws Exception {
    Browser viewer = invited("viewer", "VIEWER");

    assertThat(viewer.get("/sessions").statusCode()).isEqualTo(200);
    assertThat(viewer.post("/runs", "table", "lab.consoled").statusCode()).isEqualTo(403);
    assertThat(viewer.get("/people").statusCode()).isEqualTo(403);
    assertThat(viewer.get("/audit").statusCode()).isEqualTo(403);
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
    assertThat(page.body().replaceAll("<script src=\"/static/[^\"]+\" defer></script>", ""))
        .as("nothing inline")
        .doesNotContain("<script")
        .doesNotContain("style=");
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
}
