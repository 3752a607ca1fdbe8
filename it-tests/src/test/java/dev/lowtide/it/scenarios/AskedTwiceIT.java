package dev.lowtide.it.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Programs that did not hear an answer, and programs that read long lists. */
class AskedTwiceIT extends ConsoleScenario {

  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");
  private static final Pattern ID = Pattern.compile("^\\[\\{\"id\":(\\d+)");

  @Test
  void whatIsAskedForTwiceIsDoneOnce() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "asked_twice");
    }
    String body = "{\"subject\":\"lab.asked_twice\"}";

    HttpResponse<String> first = post("/api/v1/runs", "one", body);
    HttpResponse<String> again = post("/api/v1/runs", "one", body);
    HttpResponse<String> other = post("/api/v1/runs", "other", body);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Location"))
        .isPresent()
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(other.statusCode()).as("there is one already").isEqualTo(409);
    assertThat(lowtide.app().operator().runs()).hasSize(1);

    String comment = first.headers().firstValue("Location").orElseThrow() + "/comment";
    post(comment, "said", "{\"text\":\"once\"}");
    post(comment, "said", "{\"text\":\"once\"}");
    assertThat(post(comment, "said", "{\"text\":\"twice\"}").statusCode()).isEqualTo(422);
    String review = comment.replace("comment", "review");
    assertThat(api("GET", review, lowtide.app().localToken()).body().split("\"once\"", -1))
        .hasSize(2);
  }

  @Test
  void runsAreReadPageByPage() throws Exception {
    try (Connection direct = Lab.direct()) {
      Bloat.table(direct, "page_one");
      Bloat.table(direct, "page_two");
    }
    post("/api/v1/runs", "1", "{\"subject\":\"lab.page_one\"}");
    post("/api/v1/runs", "2", "{\"subject\":\"lab.page_two\"}");
    String token = lowtide.app().localToken();

    HttpResponse<String> first = api("GET", "/api/v1/runs?limit=1", token);
    HttpResponse<String> second = api("GET", next(first), token);

    assertThat(found(ID, first.body())).isEqualTo("2");
    assertThat(found(ID, second.body())).isEqualTo("1");
    assertThat(second.headers().firstValue("Link")).isEmpty();
    assertThat(api("GET", "/api/v1/runs?cursor=2", token).statusCode()).isEqualTo(400);
    assertThat(api("GET", "/api/v1/runs", token).body()).startsWith("[{\"id\":2");
  }

  private static String next(HttpResponse<String> answer) {
    return found(NEXT, answer.headers().firstValue("Link").orElse(""));
  }

  private HttpResponse<String> post(String path, String key, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(lowtide.app().consoleUrl() + path))
            .header("Authorization", "Bearer " + lowtide.app().localToken())
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}
