package dev.lowtide.console;

import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans and runs: seeing them, and deciding on them. */
final class RunPages {

  /** Long enough to reach a button by keyboard, or hear its name, before it is gone again. */
  private static final int REFRESH_SECONDS = 5;

  private final ConsoleConfig config;
  private final Operator operator;
  private final Templates templates;

  RunPages(ConsoleConfig config, Operator operator, Templates templates) {
    this.config = config;
    this.operator = operator;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/plan", this::plan, Access.VIEWER);
    routes.get("/runs", this::runs, Access.VIEWER);
    routes.get("/runs/{id}", this::run, Access.VIEWER);
    routes.post("/runs", this::request, Access.OPERATOR);
    routes.post("/runs/{id}/approve", this::approve, Access.OPERATOR);
    routes.post("/runs/{id}/reject", this::reject, Access.OPERATOR);
    routes.post("/runs/{id}/abort", this::abort, Access.OPERATOR);
    routes.post("/runs/{id}/pause", this::pause, Access.OPERATOR);
    routes.post("/runs/{id}/resume", this::resume, Access.OPERATOR);
    routes.post("/runs/{id}/revert", this::revert, Access.OPERATOR);
    routes.post("/runs/{id}/acknowledge", this::acknowledge, Access.OPERATOR);
  }

  private void plan(Context context) {
    Subject subject = Requests.subject(context);
    Page page = templates.page(context, "Plan for " + subject, "candidates");
    templates.render(
        context,
        "plan",
        page,
        Map.of(
            "dryRun",
            operator.plan(subject, Optional.empty()),
            "isApprovalAutomatic",
            config.isApprovalAutomatic()));
  }

  private void runs(Context context) {
    Page page = templates.page(context, "Runs", "runs", REFRESH_SECONDS);
    templates.render(context, "runs", page, Map.of("runs", operator.runs()));
  }

  private void run(Context context) {
    RunView view = operator.run(Requests.runId(context));
    ShrinkRun run = view.run();
    Map<String, Object> facts = new HashMap<>();
    facts.put(
        "run",
        new RunPage(
            view,
            view.hasReport() ? operator.report(run.id()) : null,
            oldTable(run),
            Guard.caller(context).name()));
    facts.put("blockers", operator.blockers(run.id()));
    String title = "Run " + run.id() + " for " + run.plan().subject();
    Page page = templates.page(context, title, "runs", refreshSeconds(run));
    templates.render(context, "run", page, facts);
  }

  /** A server that is away keeps nobody from seeing the rest of the page. */
  private @Nullable OldTableView oldTable(ShrinkRun run) {
    if (!run.state().isFinal() || !run.plan().method().isCopy()) {
      return null;
    }
    try {
      return operator.kept().stream()
          .filter(old -> old.run().equals(run.id()))
          .findFirst()
          .orElse(null);
    } catch (OperatorException e) {
      return null;
    }
  }

  /** A page with a field to fill in must not load itself again under the hands that type. */
  private static int refreshSeconds(ShrinkRun run) {
    return switch (run.state()) {
      case APPROVED,
          WAITING_FOR_QUIET,
          PREFLIGHT,
          RUNNING,
          PAUSED,
          YIELDING,
          CUTTING_OVER,
          VERIFYING ->
          REFRESH_SECONDS;
      case PROPOSED, SUCCEEDED, FAILED, ABORTED, UNCERTAIN, REJECTED, EXPIRED, REVOKED, STALE -> 0;
    };
  }

  private void request(Context context) {
    Subject subject = Requests.subjectOfForm(context);
    show(context, operator.request(subject, Optional.empty(), Guard.caller(context).name()).id());
  }

  private void approve(Context context) {
    show(context, operator.approve(Requests.runId(context), Guard.caller(context).name()).id());
  }

  private void reject(Context context) {
    String why = Requests.form(context, "why");
    show(context, operator.reject(Requests.runId(context), Guard.caller(context).name(), why).id());
  }

  private void abort(Context context) {
    show(context, operator.abort(Requests.runId(context), Guard.caller(context).name()).id());
  }

  private void pause(Context context) {
    show(context, operator.pause(Requests.runId(context), Guard.caller(context).name()).id());
  }

  private void resume(Context context) {
    show(context, operator.resume(Requests.runId(context), Guard.caller(context).name()).id());
  }

  private void revert(Context context) {
    show(context, operator.revert(Requests.runId(context), Guard.caller(context).name()).id());
  }

  private void acknowledge(Context context) {
    show(context, operator.acknowledge(Requests.runId(context), Guard.caller(context).name()).id());
  }

  private static void show(Context context, RunId run) {
    context.redirect("/runs/" + run.value(), HttpStatus.SEE_OTHER);
  }
}
