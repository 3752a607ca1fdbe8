package dev.lowtide.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The command line's way to a running Lowtide.
 *
 * <p>By the oldest HTTP client that Java has: people wait for each command, and the newer one reads
 * all certificates of authorities before it says its first word, to whomever.
 */
final class ApiClient {

  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
  private static final String KEY = "Idempotency-Key";
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final String url;
  private final String token;

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
    return send(path, connection -> {});
  }

  JsonNode get(String path, String parameter, String value) {
    String sign = path.contains("?") ? "&" : "?";
    return get(path + sign + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /** A list to its end, page by page. */
  JsonNode all(String path) {
    ArrayNode all = MAPPER.createArrayNode();
    for (String page = path; !page.isEmpty(); ) {
      URI uri = uri(page);
      ApiAnswer answer = answered(() -> attempt(uri, connection -> {}));
      parse(answer.status(), answer.body()).forEach(all::add);
      page = answer.next();
    }
    return all;
  }

  /**
   * Whatever is there, as it is and as it comes, however long it is.
   *
   * @throws IOException if it cannot be written, or does not come to its end
   */
  long download(String path, OutputStream out) throws IOException {
    HttpURLConnection connection = connection(uri(path));
    int status = status(connection);
    if (status >= 400) {
      throw refused(status, body(connection));
    }
    try (InputStream in = connection.getInputStream()) {
      return in.transferTo(out);
    }
  }

  JsonNode post(String path, Object body) {
    return post(path, body, "");
  }

  /**
   * The same, of something that is still as it was seen; nothing to take it as it is. Where the
   * connection breaks it is asked again, under a key by which it is done once.
   */
  JsonNode post(String path, Object body, String seen) {
    byte[] json = MAPPER.writeValueAsBytes(body);
    String key = UUID.randomUUID().toString();
    URI uri = uri(path);
    Request request =
        connection -> {
          connection.setRequestProperty(KEY, key);
          if (!seen.isEmpty()) {
            connection.setRequestProperty("If-Match", seen);
          }
          connection.setRequestMethod("POST");
          connection.setRequestProperty("Content-Type", "application/json");
          connection.setDoOutput(true);
          // Else it is sent once more, by itself, where its connection breaks.
          connection.setFixedLengthStreamingMode(json.length);
          try (OutputStream out = connection.getOutputStream()) {
            out.write(json);
          }
        };
    return heard(
        () -> new SafeRetry(RETRY_AFTER, this::knowsKeys).answer(() -> attempt(uri, request)));
  }

  /** An older one would do it twice. */
  private boolean knowsKeys() {
    try {
      return get("/openapi.json").path("components").toString().contains(KEY);
    } catch (CommandFailedException e) {
      return false;
    }
  }

  JsonNode delete(String path) {
    return send(path, connection -> connection.setRequestMethod("DELETE"));
  }

  private int status(HttpURLConnection connection) {
    try {
      return connection.getResponseCode();
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** What makes a request more than a question. */
  @FunctionalInterface
  private interface Request {
    void write(HttpURLConnection connection) throws IOException;
  }

  private JsonNode send(String path, Request request) {
    URI uri = uri(path);
    return heard(() -> attempt(uri, request));
  }

  private ApiAnswer attempt(URI uri, Request request) throws IOException {
    HttpURLConnection connection = connection(uri);
    request.write(connection);
    int status = connection.getResponseCode();
    boolean isAtWork = status == 409 && connection.getHeaderField("Retry-After") != null;
    return new ApiAnswer(
        status, body(connection), isAtWork, ApiAnswer.next(connection.getHeaderField("Link")));
  }

  private JsonNode heard(SafeRetry.Attempt attempt) {
    ApiAnswer answer = answered(attempt);
    return parse(answer.status(), answer.body());
  }

  private ApiAnswer answered(SafeRetry.Attempt attempt) {
    ApiAnswer answer;
    try {
      answer = attempt.make();
    } catch (IOException e) {
      throw unreachable(e);
    }
    if (answer.isRefusal()) {
      throw refused(answer.status(), answer.body());
    }
    return answer;
  }

  private CommandFailedException unreachable(IOException e) {
    return new CommandFailedException(
        ExitCode.UNREACHABLE,
        "Lowtide cannot be reached at "
            + url
            + ": "
            + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
  }

  private CommandFailedException refused(int status, String body) {
    JsonNode answer = parse(status, body);
    return new CommandFailedException(
        exitCode(status), answer.path("detail").asString(url + " refuses it (" + status + ")"));
  }

  private URI uri(String path) {
    try {
      URI uri = URI.create(url + "/api/v1" + path);
      if (uri.getHost() != null && SCHEMES.contains(String.valueOf(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new CommandFailedException(
        ExitCode.BAD_INPUT, "LOWTIDE_URL: '" + url + "' (expected: http://HOST:PORT)");
  }

  private HttpURLConnection connection(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout((int) CONNECT_MAX.toMillis());
    connection.setReadTimeout((int) ANSWER_MAX.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Authorization", "Bearer " + token);
    connection.setRequestProperty("Accept", "application/json");
    return connection;
  }

  private static String body(HttpURLConnection connection) throws IOException {
    boolean isError = connection.getResponseCode() >= 400;
    try (InputStream in = isError ? connection.getErrorStream() : connection.getInputStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private JsonNode parse(int status, String body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new CommandFailedException(
          ExitCode.UNREACHABLE, url + " does not answer like Lowtide (" + status + ")");
    }
  }

  private static ExitCode exitCode(int status) {
    return switch (status) {
      case 400, 401, 403, 404, 409, 412, 422, 428 -> ExitCode.BAD_INPUT;
      default -> ExitCode.UNREACHABLE;
    };
  }
}
