package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.harness.Browser;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Somebody who may request and approve tries every door to say yes to their own request. */
class ConsoleOwnRequestIT extends ConsoleScenario {

  @Test
  void noDoorLeadsToAYesToOnesOwnRequest() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "own");
    }
    admin.get("/people");
    String link =
        found(
            LINK,
            admin.post("/people", "name", "both", "role", "OPERATOR", "approves", "true").body());
    Browser both = browser();
    both.post("/welcome", "secret", secret(link), "password", PASSWORD);
    both.get("/plan?subject=lab.own");
    String page = both.post("/runs", "subject", "lab.own", "method", "shadow-copy").body();
    long run = runOf(page);
    String plan = lowtide.app().operator().reviews().review(new RunId(run)).plan().value();
    String approve = "/runs/" + run + "/approve";

    assertThat(page).doesNotContain(approve);
    assertThat(both.post(approve, "plan", plan).statusCode()).as("its page").isEqualTo(403);
    Browser second = browser();
    second.post("/sign-in", "name", "both", "password", PASSWORD);
    second.get("/runs/" + run);
    assertThat(second.post(approve, "plan", plan).statusCode()).as("again").isEqualTo(403);

    String token = approvingToken(both);
    assertThat(yes("/api/v1" + approve, token, plan)).as("REST").isEqualTo(403);
    assertThat(yes(approve, token, plan)).as("a token at the page").isIn(400, 403);

    Browser other = invited("other", "APPROVER");
    other.get("/runs/" + run);
    other.post("/runs/" + run + "/request-changes", "why", "otherwise");
    other.get("/runs/" + run);
    assertThat(other.post("/runs/" + run + "/revise").statusCode())
        .as("asking again, so that whoever asked first could approve")
        .isEqualTo(403);
    both.get("/runs/" + run);
    both.post("/runs/" + run + "/revise");
    assertThat(yes("/api/v1" + approve, token, plan)).as("after a revision").isEqualTo(403);
    assertThat(lowtide.app().operator().run(new RunId(run)).run().state())
        .isEqualTo(RunState.PROPOSED);
    assertThat(lowtide.app().operator().reviews().review(new RunId(run)).votes()).isEmpty();
  }

  @Test
  void theMachinesTokenIsOnePersonToo() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "own");
    }
    String local = lowtide.app().localToken();
    String location =
        api("POST", "/api/v1/runs", local, "{\"subject\": \"lab.own\"}")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    String plan =
        api("GET", location + "/review", local).headers().firstValue("ETag").orElseThrow();

    assertThat(yes(location + "/approve", local, plan.replace("\"", ""))).isEqualTo(403);
  }

  private String approvingToken(Browser person) throws Exception {
    person.get("/tokens");
    String made = person.post("/tokens", "label", "all", "scope", "APPROVE").body();
    return found(Pattern.compile("<code>([\\w-]{43})</code>"), made);
  }

  private int yes(String path, String token, String plan) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(lowtide.app().consoleUrl() + path))
                .header("Authorization", "Bearer " + token)
                .header("If-Match", "\"" + plan + "\"")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("plan=" + plan))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
