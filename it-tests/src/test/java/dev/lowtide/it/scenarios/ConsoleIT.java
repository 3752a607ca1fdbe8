package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.Browser;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The console as people and programs use it, without JavaScript. */
class ConsoleIT extends ConsoleScenario {

  private static final Pattern TRANSACTION =
      Pattern.compile("name=\"transaction\" value=\"([^\"]+)\"");

  @Test
  void oneRequestsAnotherApprovesAndBothReadTheReport() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "consoled");
    }
    Browser colleague = invited("colleague", "APPROVER");
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
    assertThat(colleague.get("/inbox").body()).contains("href=\"/runs/" + run + "#decide\"");
    approve(colleague, run);
    Lab.awaitState(lowtide, new RunId(run), RunState.SUCCEEDED);

    assertThat(colleague.get("/runs/" + run).body())
        .contains("<h2>Report</h2>")
        .contains("Approved by colleague")
        .contains("have the same checksum in both tables");
    assertThat(admin.get("/audit").body()).contains("colleague").contains("run " + run);
  }

  @Test
  void whatAnApproverWantsOtherwiseIsAskedForAgain() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "consoled");
    }
    Browser colleague = invited("colleague", "APPROVER");
    long run = runOf(admin.post("/runs", "table", "lab.consoled").body());
    String path = "/runs/" + run;
    String before = found(PLAN, colleague.get(path).body());
    assertThat(colleague.post(path + "/comment", "text", "<i>why</i> now?").body())
        .contains("&lt;i&gt;why&lt;/i&gt; now?");
    assertThat(colleague.post(path + "/request-changes", "why", "after the migration").body())
        .contains("changes requested", "colleague wants it otherwise: after the migration");
    try (Connection direct = Lab.direct()) {
      Lab.execute(direct, "ALTER TABLE consoled COMMENT = 'migrated'");
    }

    admin.get(path);
    assertThat(admin.post(path + "/revise").body())
        .contains("What revision 2 changes")
        .containsPattern("\\+ definition: .*COMMENT=&#39;migrated|\\+ definition: .*migrated");

    colleague.get(path);
    HttpResponse<String> late = colleague.post(path + "/approve", "plan", before);
    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(late.body()).contains("you saw " + before.substring(0, 12));
    assertThat(approve(colleague, run).body()).contains("approved by colleague");
    Lab.awaitState(lowtide, new RunId(run), RunState.SUCCEEDED);
    String page = colleague.get("/audit?run=" + run + "&verify=true").body();
    assertThat(page).contains("unbroken").contains("comment").contains("changes requested");
  }

  @Test
  void aProgramApprovesThePlanThatItNames() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "consoled");
    }
    String local = lowtide.app().localToken();
    long run = runOf(admin.post("/runs", "table", "lab.consoled").body());
    String path = "/api/v1/runs/" + run;
    assertThat(api("POST", path + "/approve", local).statusCode()).isEqualTo(428);

    String etag = api("GET", path + "/review", local).headers().firstValue("ETag").orElseThrow();

    assertThat(approve(path, local, "\"" + "0".repeat(64) + "\"").statusCode()).isEqualTo(412);
    assertThat(approve(path, local, etag).body()).contains("\"approved by local\"");
    Lab.awaitState(lowtide, new RunId(run), RunState.SUCCEEDED);
  }

  private HttpResponse<String> approve(String path, String token, String etag) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(lowtide.app().consoleUrl() + path + "/approve"))
                .header("Authorization", "Bearer " + token)
                .header("If-Match", etag)
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void aRejectionSaysWhy() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "consoled");
    }
    Browser colleague = invited("colleague", "APPROVER");
    long run = runOf(admin.post("/runs", "table", "lab.consoled").body());
    colleague.get("/runs/" + run);

    String rejected = colleague.post("/runs/" + run + "/reject", "why", "<b>not</b> today").body();

    assertThat(rejected)
        .contains("rejected by colleague: &lt;b&gt;not&lt;/b&gt; today")
        .doesNotContain("<b>not</b>");
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
}
