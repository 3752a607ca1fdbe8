package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Reviews;
import dev.lowtide.scheduler.shrink.PlanHash;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The same over REST. A yes names the plan that it is to: {@code If-Match: "HASH"}. */
final class RequestApi {

  private final Reviews reviews;

  /** Why. */
  private record Reason(@Nullable String why) {}

  /** What is said. */
  private record Saying(@Nullable String text) {}

  /** Another maintenance window; an empty one for any. */
  private record Again(@Nullable String window) {}

  RequestApi(Reviews reviews) {
    this.reviews = reviews;
  }

  void route(RoutesConfig routes, String root) {
    String run = root + "/runs/{id}";
    routes.get(root + "/inbox", c -> Json.answer(c, reviews.inbox(by(c))), Access.VIEWER);
    routes.get(run + "/review", this::review, Access.VIEWER);
    routes.post(run + "/approve", this::approve, Access.APPROVER);
    routes.post(run + "/request-changes", this::requestChanges, Access.APPROVER);
    routes.post(run + "/revoke", this::revoke, Access.APPROVER);
    routes.post(run + "/revise", this::revise, Access.REQUESTER);
    routes.post(run + "/comment", this::comment, Access.COMMENTER);
  }

  private void review(Context context) {
    var review = reviews.review(Requests.runId(context));
    context.header("ETag", "\"" + review.plan().value() + "\"");
    Json.answer(context, review);
  }

  /** For programs: in a browser the run's page may ask for the password again. */
  private void approve(Context context) {
    if (Guard.caller(context).isBrowser()) {
      throw new ForbiddenResponse("in a browser a yes is given on the page of its run");
    }
    String match = context.header("If-Match");
    if (match == null) {
      throw new HttpResponseException(
          HttpStatus.PRECONDITION_REQUIRED.getCode(),
          "If-Match: missing (expected: the plan that you say yes to, as the ETag of its review)",
          Map.of());
    }
    PlanHash seen = Requests.plan("If-Match", match.replaceFirst("^\"(.*)\"$", "$1"));
    Json.answer(context, reviews.approve(Requests.runId(context), seen, by(context)));
  }

  private void requestChanges(Context context) {
    Json.answer(
        context, reviews.requestChanges(Requests.runId(context), by(context), why(context)));
  }

  private void revoke(Context context) {
    Json.answer(context, reviews.revoke(Requests.runId(context), by(context), why(context)));
  }

  private void revise(Context context) {
    String window = context.body().isBlank() ? null : Json.read(context, Again.class).window();
    Json.answer(
        context, reviews.revise(Requests.runId(context), Optional.ofNullable(window), by(context)));
  }

  private void comment(Context context) {
    String text = Json.read(context, Saying.class).text();
    context.status(HttpStatus.CREATED);
    Json.answer(
        context, reviews.comment(Requests.runId(context), by(context), text == null ? "" : text));
  }

  private static String why(Context context) {
    String why = Json.read(context, Reason.class).why();
    return why == null ? "" : why;
  }

  private static String by(Context context) {
    return Guard.caller(context).name();
  }
}
