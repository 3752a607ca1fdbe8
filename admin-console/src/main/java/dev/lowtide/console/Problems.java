package dev.lowtide.console;

import dev.lowtide.scheduler.operator.OperatorException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Every no, for programs as problem+json (RFC 9457), for people as a page. */
final class Problems {

  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final Templates templates;

  /** RFC 9457. */
  private record Problem(String title, int status, String detail) {}

  Problems(Templates templates) {
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.exception(OperatorException.class, this::onRefused);
    routes.exception(IllegalArgumentException.class, this::onBadInput);
    routes.exception(JacksonException.class, this::onBadJson);
    routes.exception(HttpResponseException.class, this::onHttp);
    routes.exception(Exception.class, this::onFault);
  }

  private void onRefused(OperatorException e, Context context) {
    HttpStatus status =
        switch (e.kind()) {
          case NOT_FOUND -> HttpStatus.NOT_FOUND;
          case REFUSED -> HttpStatus.CONFLICT;
          case NOT_ALLOWED -> HttpStatus.FORBIDDEN;
          case CHANGED -> HttpStatus.PRECONDITION_FAILED;
          case TOO_MANY -> HttpStatus.TOO_MANY_REQUESTS;
          case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    answer(context, status, String.valueOf(e.getMessage()));
  }

  private void onBadInput(IllegalArgumentException e, Context context) {
    answer(context, HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
  }

  private void onBadJson(JacksonException e, Context context) {
    answer(
        context,
        HttpStatus.BAD_REQUEST,
        "the body is not the JSON expected: " + e.getOriginalMessage());
  }

  private void onHttp(HttpResponseException e, Context context) {
    boolean isSignedOut = e.getStatus() == HttpStatus.UNAUTHORIZED.getCode();
    boolean wantsPage = isSignedOut && context.method().name().equals("GET") && !isProgram(context);
    if (wantsPage && !context.path().startsWith("/welcome")) {
      context.redirect(NextPage.signIn(context), HttpStatus.SEE_OTHER);
    } else {
      answer(context, HttpStatus.forStatus(e.getStatus()), String.valueOf(e.getMessage()));
    }
  }

  private void onFault(Exception e, Context context) {
    log.error("{} {} failed", context.method(), context.path(), e);
    answer(context, HttpStatus.INTERNAL_SERVER_ERROR, "a fault of ours; the log says more");
  }

  private void answer(Context context, HttpStatus status, String detail) {
    if (context.res().isCommitted()) {
      // Whoever reads it has the beginning of another answer, which this is no part of.
      log.warn("{} {} broke off: {}", context.method(), context.path(), detail);
      return;
    }
    context.status(status);
    if (isProgram(context)) {
      Json.answer(context, new Problem(status.getMessage(), status.getCode(), detail));
      context.contentType("application/problem+json");
    } else {
      Page page = templates.page(context, title(status), "");
      boolean isSignedOut = status == HttpStatus.UNAUTHORIZED;
      templates.render(
          context,
          "problem",
          page,
          Map.of("text", detail, "isSignedOut", isSignedOut, "back", NextPage.before(context)));
    }
  }

  /** For people, who need not know what the numbers are called. */
  private static String title(HttpStatus status) {
    return switch (status) {
      case BAD_REQUEST -> "That cannot be used";
      case UNAUTHORIZED -> "Nobody is signed in";
      case FORBIDDEN -> "You may not do that";
      case NOT_FOUND -> "There is no such thing";
      case CONFLICT -> "That is not possible now";
      case PRECONDITION_FAILED -> "It has changed meanwhile";
      case SERVICE_UNAVAILABLE -> "That cannot be reached now";
      case INTERNAL_SERVER_ERROR -> "A fault of ours";
      default -> status.getMessage();
    };
  }

  private static boolean isProgram(Context context) {
    return Api.isApi(context) || context.header("Authorization") != null;
  }
}
