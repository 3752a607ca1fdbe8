package dev.lowtide.console;

import dev.lowtide.scheduler.operator.OldTableView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.RunTraces;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plans and runs: seeing them, and deciding on them. */
final class RunPages {

  /** Long enough to reach a button by keyboard, or hear its name, before it is gone again. */
  private static final int REFRESH_SECONDS = 5;

  private static final Pattern RUN = Pattern.compile("/runs/(\\d{1,18})");

  private final ConsoleConfig config;
  private final Operator operator;
  private final StepUp stepUp;
  private final RunTraces traces;
  private final Templates templates;

  RunPages(
      ConsoleConfig config,
      Operator operator,
      StepUp stepUp,
      RunTraces traces,
      Templates templates) {
    this.config = config;
    this.operator = operator;
    this.stepUp = stepUp;
    this.traces = traces;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/plan", this::plan, Access.VIEWER);
    routes.get("/runs/{id}", this::run, Access.VIEWER);
    routes.post("/runs", this::request, Access.REQUESTER);
    routes.post("/runs/{id}/reject", this::reject, Access.APPROVER);
    routes.post("/runs/{id}/abort", this::abort, Access.OPERATOR);
    routes.post("/runs/{id}/pause", this::pause, Access.OPERATOR);
    routes.post("/runs/{id}/resume", this::resume, Access.OPERATOR);
    routes.post("/runs/{id}/revert", this::revert, Access.OPERATOR);
    routes.post("/runs/{id}/acknowledge", this::acknowledge, Access.OPERATOR);
  }

  private void plan(Context context) {
    Subject subject = Requests.subject(context);
    Optional<ShrinkMethod> method = method(context.queryParam("method"));
    Page page = templates.page(context, "Plan for " + subject, "candidates");
    templates.render(
        context,
        "plan",
        page,
        Map.of(
            "dryRun",
            operator.plan(subject, method),
            "windows",
            operator.calendars().calendar().names(),
            "methods",
            methodsFor(subject),
            "method",
            method.map(ShrinkMethod::word).orElse(""),
            "isApprovalAutomatic",
            config.isApprovalAutomatic()));
  }

  /** None where there is nothing to choose. */
  private static List<ShrinkMethod> methodsFor(Subject subject) {
    List<ShrinkMethod> methods =
        Arrays.stream(ShrinkMethod.values()).filter(each -> each.isFor(subject.kind())).toList();
    return methods.size() > 1 ? methods : List.of();
  }

  /** What a form leaves empty is for us to choose. */
  private static Optional<ShrinkMethod> method(@Nullable String text) {
    return Optional.ofNullable(text).filter(word -> !word.isBlank()).map(ShrinkMethod::parse);
  }

  /** The page of a run, told anew while it is open. */
  Optional<LivePage> live(LiveAddress address) {
    Matcher run = RUN.matcher(address.path());
    return run.matches()
        ? Optional.of(() -> pieces(new RunId(Long.parseLong(run.group(1))), address.mayDecide()))
        : Optional.empty();
  }

  private RunCharts charts(RunId run) {
    return RunCharts.of(traces.trace(run));
  }

  private Map<String, String> pieces(RunId id, boolean mayDecide) {
    RunView view = operator.run(id);
    Map<String, Object> facts =
        Map.of("view", view, "blockers", operator.blockers(id), "mayDecide", mayDecide);
    return Map.of(
        "runHead",
        templates.piece("runHead", facts),
        "runCharts",
        templates.piece("runCharts", Map.of("charts", charts(id))),
        "runStamp",
        templates.piece("runStamp", Map.of("view", view)));
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
            operator.reviews().review(run.id()),
            operator.calendars().calendar().names(),
            stepUp.isDue(context),
            Guard.caller(context).name()));
    facts.put("blockers", operator.blockers(run.id()));
    facts.put("view", view);
    facts.put("charts", charts(run.id()));
    String title = "Run " + run.id() + " for " + run.plan().subject();
    Page page = templates.page(context, title, "runs", refreshSeconds(run));
    templates.render(context, "run", run.state().isFinal() ? page : page.live(), facts);
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
    boolean isUndecided =
        run.state() == RunState.PROPOSED || run.state() == RunState.CHANGES_REQUESTED;
    return isUndecided || run.state().isFinal() ? 0 : REFRESH_SECONDS;
  }

  private void request(Context context) {
    Subject subject = Requests.subjectOfForm(context);
    Optional<ShrinkMethod> method = method(context.formParam("method"));
    String window = Optional.ofNullable(context.formParam("window")).orElse("");
    String by = Guard.caller(context).name();
    show(context, operator.request(subject, method, window, by).id());
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
