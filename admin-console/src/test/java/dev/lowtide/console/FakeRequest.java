package dev.lowtide.console;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.lowtide.scheduler.operator.Person;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request to a route, and what it was answered. Comes from this machine unless told. */
final class FakeRequest {

  private final Context context = mock(Context.class);
  private final HttpServletResponse response = mock(HttpServletResponse.class);
  private final Map<String, Object> attributes = new HashMap<>();
  private final Map<String, String> headers = new HashMap<>();
  private final List<Cookie> cookies = new ArrayList<>();
  private @Nullable HttpStatus status;
  private String contentType = "";
  private String body = "";
  private String location = "";

  FakeRequest(HandlerType method, String path, Access... access) {
    when(context.method()).thenReturn(method);
    when(context.path()).thenReturn(path);
    when(context.routeRoles()).thenReturn(Set.of(access));
    when(context.scheme()).thenReturn("http");
    when(context.host()).thenReturn("127.0.0.1:8080");
    when(context.res()).thenReturn(response);
    when(context.ip()).thenReturn("192.0.2.1");
    keepAttributes();
    keepAnswer();
  }

  static FakeRequest get(Access... access) {
    return new FakeRequest(HandlerType.GET, "/runs", access);
  }

  static FakeRequest post(Access... access) {
    return new FakeRequest(HandlerType.POST, "/runs", access);
  }

  FakeRequest to(@Nullable String host) {
    when(context.host()).thenReturn(host);
    return this;
  }

  /** As the guard leaves it for somebody in a browser. */
  FakeRequest by(Person person) {
    attributes.put("caller", new Caller(person, "form-token"));
    return this;
  }

  /** As the guard leaves it for a program with a token that may do what its owner may. */
  FakeRequest byToken(Person person) {
    attributes.put("caller", new Caller(person, ""));
    return this;
  }

  FakeRequest header(String name, String value) {
    when(context.header(name)).thenReturn(value);
    return this;
  }

  FakeRequest cookie(String name, String value) {
    when(context.cookie(name)).thenReturn(value);
    return this;
  }

  /** All that stands behind the question mark. */
  FakeRequest queryString(String text) {
    when(context.queryString()).thenReturn(text);
    return this;
  }

  FakeRequest query(String name, String value) {
    when(context.queryParam(name)).thenReturn(value);
    return this;
  }

  FakeRequest path(String name, String value) {
    when(context.pathParam(name)).thenReturn(value);
    return this;
  }

  FakeRequest body(String text) {
    when(context.body()).thenReturn(text);
    return this;
  }

  /** Some of the answer is on its way. */
  FakeRequest committed() {
    when(response.isCommitted()).thenReturn(true);
    return this;
  }

  /** Where an answer is written that is longer than a page. */
  FakeRequest into(ServletOutputStream out) {
    when(context.outputStream()).thenReturn(out);
    return this;
  }

  FakeRequest form(String name, String value) {
    when(context.formParam(name)).thenReturn(value);
    return this;
  }

  Context context() {
    return context;
  }

  @Nullable HttpStatus status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  String body() {
    return body;
  }

  /** Where it was redirected to; empty if it was not. */
  String location() {
    return location;
  }

  Map<String, String> headers() {
    return headers;
  }

  List<Cookie> cookies() {
    return List.copyOf(cookies);
  }

  /** The first that was set: the session's. */
  Cookie cookie() {
    return cookies.get(0);
  }

  private void keepAttributes() {
    doAnswer(call -> attributes.put(call.getArgument(0), call.getArgument(1)))
        .when(context)
        .attribute(anyString(), any());
    when(context.<Object>attribute(anyString()))
        .thenAnswer(call -> attributes.get(call.<String>getArgument(0)));
  }

  private void keepAnswer() {
    when(context.status(any(HttpStatus.class)))
        .thenAnswer(
            call -> {
              status = call.getArgument(0);
              return context;
            });
    when(context.contentType(anyString()))
        .thenAnswer(
            call -> {
              contentType = call.getArgument(0);
              return context;
            });
    when(context.result(anyString()))
        .thenAnswer(
            call -> {
              body = call.getArgument(0);
              return context;
            });
    when(context.header(anyString(), anyString()))
        .thenAnswer(
            call -> {
              headers.put(call.getArgument(0), call.getArgument(1));
              return context;
            });
    when(context.cookie(any(Cookie.class)))
        .thenAnswer(
            call -> {
              cookies.add(call.getArgument(0));
              return context;
            });
    doAnswer(call -> location = call.getArgument(0))
        .when(context)
        .redirect(anyString(), any(HttpStatus.class));
  }
}
