package dev.lowtide.it.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * REST of a Lowtide on this machine, as its command line uses it. Each start writes another token,
 * so it is read for each question.
 */
public final class LowtideApi {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** Of the Lowtide that has its state in the folder. */
  public LowtideApi(Path folder) {
    this.folder = folder;
  }

  /** What was said, and whether it was a yes. */
  public record Answer(int status, JsonNode json) {

    public boolean isGood() {
      return status < 300;
    }

    /** Why not, in words. */
    public String detail() {
      return status + " " + json.path("detail").asString("");
    }
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send(path, HttpRequest.newBuilder().GET());
  }

  public Answer post(String path, Object body) throws IOException, InterruptedException {
    return send(
        path,
        HttpRequest.newBuilder()
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(body))));
  }

  private Answer send(String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    List<String> token = Files.readAllLines(folder.resolve("cli-token"));
    HttpResponse<String> response =
        http.send(
            request
                .uri(URI.create(token.get(0) + "/api/v1" + path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + token.get(1))
                .header("Accept", "application/json")
                .build(),
            BodyHandlers.ofString());
    String text = response.body();
    JsonNode json =
        text.startsWith("{") || text.startsWith("[")
            ? MAPPER.readTree(text)
            : MAPPER.createObjectNode();
    return new Answer(response.statusCode(), json);
  }
}
