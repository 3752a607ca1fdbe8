package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Reviews;
import dev.lowtide.scheduler.shrink.RunId;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Optional;

/** What waits for somebody, and what they say to it. */
final class RequestPages {

  private final Reviews reviews;
  private final StepUp stepUp;
  private final Templates templates;

  RequestPages(Reviews reviews, StepUp stepUp, Templates templates) {
    this.reviews = reviews;
    this.stepUp = stepUp;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/inbox", this::inbox, Access.VIEWER);
    routes.post("/runs/{id}/approve", this::approve, Access.APPROVER);
    routes.post("/runs/{id}/request-changes", this::requestChanges, Access.APPROVER);
    routes.post("/runs/{id}/revoke", this::revoke, Access.APPROVER);
    routes.post("/runs/{id}/revise", this::revise, Access.REQUESTER);
    routes.post("/runs/{id}/comment", this::comment, Access.COMMENTER);
  }

  private void inbox(Context context) {
    templates.render(
        context,
        "inbox",
        templates.page(context, "Inbox", "inbox"),
        Map.of("inbox", reviews.inbox(by(context))));
  }

  private void approve(Context context) {
    stepUp.require(context);
    reviews.approve(Requests.runId(context), Requests.planOfForm(context), by(context));
    show(context);
  }

  private void requestChanges(Context context) {
    reviews.requestChanges(Requests.runId(context), by(context), Requests.form(context, "why"));
    show(context);
  }

  private void revoke(Context context) {
    reviews.revoke(Requests.runId(context), by(context), Requests.form(context, "why"));
    show(context);
  }

  private void revise(Context context) {
    reviews.revise(
        Requests.runId(context), Optional.ofNullable(context.formParam("window")), by(context));
    show(context);
  }

  private void comment(Context context) {
    reviews.comment(Requests.runId(context), by(context), Requests.form(context, "text"));
    show(context);
  }

  private static String by(Context context) {
    return Guard.caller(context).name();
  }

  private static void show(Context context) {
    RunId run = Requests.runId(context);
    context.redirect("/runs/" + run.value(), HttpStatus.SEE_OTHER);
  }
}
