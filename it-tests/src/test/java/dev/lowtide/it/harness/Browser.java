package dev.lowtide.it.harness;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a browser without JavaScript does: pages, forms, a cookie, redirects after a form. */
public final class Browser {

  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private String cookie = "";
  private String csrf = "";

  public Browser(String base) {
    this.base = base;
  }

  /** Loads a page, as a link would. */
  public HttpResponse<String> get(String path) throws Exception {
    return follow(send(request(path).GET()));
  }

  /** Fills in a form of the page that was loaded last and sends it. */
  public HttpResponse<String> post(String path, String... fields) throws Exception {
    Map<String, String> form = fields(fields);
    form.putIfAbsent("csrf", csrf);
    return follow(send(form(path, form).header("Origin", base)));
  }

  /** Sends a form as some other site's page would, with the cookie the browser has. */
  public HttpResponse<String> postFrom(String origin, String path, String... fields)
      throws Exception {
    return send(form(path, fields(fields)).header("Origin", origin));
  }

  public String cookie() {
    return cookie;
  }

  private HttpRequest.Builder form(String path, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return request(path)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path));
    return cookie.isEmpty() ? builder : builder.header("Cookie", cookie);
  }

  private HttpResponse<String> follow(HttpResponse<String> response) throws Exception {
    if (response.statusCode() != 303) {
      return response;
    }
    String location = response.headers().firstValue("Location").orElseThrow();
    return get(location.replace(base, ""));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    response
        .headers()
        .firstValue("Set-Cookie")
        .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
    Matcher matcher = CSRF.matcher(response.body());
    if (matcher.find()) {
      csrf = matcher.group(1);
    }
    return response;
  }

  private static Map<String, String> fields(String... fields) {
    Map<String, String> form = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    return form;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
