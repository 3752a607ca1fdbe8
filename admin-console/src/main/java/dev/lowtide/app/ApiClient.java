package dev.lowtide.app;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line's way to a running Lowtide. */
final class ApiClient {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String url;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  ApiClient(String url, String token) {
    if (!token.matches("[!-~]+")) {
      throw new CommandFailedException(
          ExitCode.BAD_INPUT, "LOWTIDE_TOKEN: cannot be sent (expected: a token, on one line)");
    }
    this.url = url;
    this.token = token;
  }

  /** The one named by LOWTIDE_URL and LOWTIDE_TOKEN, or the one that serves on this machine. */
  static ApiClient of(Map<String, String> environment) {
    Optional<CliToken> local = local(environment);
    String url = environment.get("LOWTIDE_URL");
    String token = environment.get("LOWTIDE_TOKEN");
    if (url == null) {
      url = local.map(CliToken::url).orElse(null);
    }
    if (url == null) {
      throw new CommandFailedException(
          ExitCode.UNREACHABLE,
          "no Lowtide serves on this machine as this user (expected: one, or LOWTIDE_URL and"
              + " LOWTIDE_TOKEN)");
    }
    String base = url.replaceAll("/+$", "");
    if (token == null) {
      token = local.filter(file -> file.url().equals(base)).map(CliToken::token).orElse(null);
    }
    if (token == null) {
      throw new CommandFailedException(
          ExitCode.BAD_INPUT, "LOWTIDE_TOKEN: missing (expected: a token for " + base + ")");
    }
    return new ApiClient(base, token);
  }

  /** What the server on this machine wrote down; its token is for nobody but that server. */
  private static Optional<CliToken> local(Map<String, String> environment) {
    try {
      return CliToken.read(CliToken.home(environment));
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.UNREACHABLE, "the token file cannot be read: " + e.getMessage());
    }
  }

  JsonNode get(String path) {
    return send(request(path).GET().build());
  }

  JsonNode get(String path, String parameter, String value) {
    String sign = path.contains("?") ? "&" : "?";
    return get(path + sign + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  JsonNode post(String path, Object body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
          .timeout(ANSWER_MAX)
          .header("Authorization", "Bearer " + token)
          .header("Accept", "application/json");
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException(
          ExitCode.BAD_INPUT, "LOWTIDE_URL: '" + url + "' (expected: http://HOST:PORT)");
    }
  }

  private JsonNode send(HttpRequest request) {
    HttpResponse<String> response;
    try {
      response = http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.UNREACHABLE,
          "Lowtide cannot be reached at "
              + url
              + ": "
              + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException(ExitCode.UNREACHABLE, "interrupted");
    }
    JsonNode answer = parse(response);
    if (response.statusCode() >= 400) {
      throw new CommandFailedException(exitCode(response), answer.path("detail").asString(""));
    }
    return answer;
  }

  private JsonNode parse(HttpResponse<String> response) {
    try {
      return MAPPER.readTree(response.body());
    } catch (JacksonException e) {
      throw new CommandFailedException(
          ExitCode.UNREACHABLE,
          url + " does not answer like Lowtide (" + response.statusCode() + ")");
    }
  }

  private static ExitCode exitCode(HttpResponse<String> response) {
    return switch (response.statusCode()) {
      case 400, 401, 403, 404, 409 -> ExitCode.BAD_INPUT;
      default -> ExitCode.UNREACHABLE;
    };
  }
}
