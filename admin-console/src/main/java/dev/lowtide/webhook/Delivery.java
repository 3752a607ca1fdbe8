package dev.lowtide.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** One request, and whether it was taken. Safe for any thread. */
final class Delivery {

  /** Whoever takes longer has it sent again. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

  private final HttpClient http;

  Delivery() {
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(ANSWER_MAX)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Sends it.
   *
   * @throws IOException saying why it was not taken
   */
  void send(URI url, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    // What it says besides is not waited for: no time-out bounds how long it takes to say it.
    HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
    response.body().close();
    if (response.statusCode() / 100 != 2) {
      throw new IOException("answered " + response.statusCode() + " (expected: 200 to 299)");
    }
  }
}
