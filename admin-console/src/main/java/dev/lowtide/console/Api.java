package dev.lowtide.console;

import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.Permission;
import dev.lowtide.scheduler.operator.RunView;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import dev.lowtide.scheduler.shrink.Subject;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The same over REST, under {@code /api/v1}. */
final class Api {

  static final String ROOT = "/api/v1";

  private final Operator operator;
  private final Configuration configuration;
  private final String version;

  /** What is asked for. */
  private record RunRequest(
      @Nullable String subject,
      @Nullable String table,
      @Nullable String method,
      @Nullable String window) {}

  /** Why not. */
  private record Rejection(@Nullable String why) {}

  /** What is to be ended. */
  private record EndRequest(@Nullable String transaction) {}

  /** What is going on, which runs wait for whom, and which Lowtide says so. */
  private record Status(String version, NowView now, List<WaitingRun> waiting) {}

  Api(Operator operator, Configuration configuration, String version) {
    this.operator = operator;
    this.configuration = configuration;
    this.version = version;
  }

  void route(RoutesConfig routes) {
    routes.get(ROOT + "/status", this::status, Access.VIEWER);
    new SessionListApi(operator).route(routes, ROOT);
    routes.get(ROOT + "/others", c -> Json.answer(c, operator.others()), Access.VIEWER);
    routes.get(ROOT + "/sessions/{id}", this::session, Access.VIEWER);
    routes.post(ROOT + "/sessions/{id}/end", this::end, Access.OPERATOR);
    routes.get(ROOT + "/candidates", this::candidates, Access.VIEWER);
    routes.get(ROOT + "/survey", c -> Json.answer(c, operator.survey()), Access.VIEWER);
    routes.get(ROOT + "/night", this::night, Access.VIEWER);
    routes.get(ROOT + "/spaces", c -> Json.answer(c, operator.spaces()), Access.VIEWER);
    routes.get(ROOT + "/plan", this::plan, Access.VIEWER);
    new AuditApi(operator.trail()).route(routes, ROOT);
    routes.post(ROOT + "/runs", this::request, Access.REQUESTER);
    routes.get(ROOT + "/runs/{id}", this::run, Access.VIEWER);
    routes.get(ROOT + "/runs/{id}/report", this::report, Access.VIEWER);
    routes.get(ROOT + "/runs/{id}/blockers", this::blockers, Access.VIEWER);
    new RequestApi(operator.reviews()).route(routes, ROOT);
    routes.post(ROOT + "/runs/{id}/reject", this::reject, Access.APPROVER);
    routes.post(ROOT + "/runs/{id}/abort", this::abort, Access.OPERATOR);
    routes.post(ROOT + "/runs/{id}/pause", deciding(operator::pause), Access.OPERATOR);
    routes.post(ROOT + "/runs/{id}/resume", deciding(operator::resume), Access.OPERATOR);
    routes.post(ROOT + "/runs/{id}/revert", deciding(operator::revert), Access.OPERATOR);
    routes.get(ROOT + "/old-tables", c -> Json.answer(c, operator.kept()), Access.VIEWER);
    routes.post(ROOT + "/old-tables/{id}/drop", deciding(operator::dropOld), Access.OPERATOR);
    routes.post(ROOT + "/runs/{id}/acknowledge", this::acknowledge, Access.OPERATOR);
    routes.post(ROOT + "/reload", this::reload, Access.POLICY_MAKER);
    routes.get(ROOT + "/backup", this::backup, Access.VIEWER);
  }

  /** It has the hashes of all passwords: for administrators, and whoever could read the file. */
  private void backup(Context context) {
    Caller caller = Guard.caller(context);
    if (!caller.name().equals(Guard.LOCAL) && !caller.may(Permission.MANAGE_PEOPLE)) {
      throw new ForbiddenResponse("your role does not allow this");
    }
    context.contentType("application/zip");
    operator.backup(context.outputStream(), caller.name());
  }

  /** What is decided of a run, by its number and whoever asks. */
  private static Handler deciding(BiFunction<RunId, String, ShrinkRun> decision) {
    return context ->
        Json.answer(context, decision.apply(Requests.runId(context), Guard.caller(context).name()));
  }

  private void reload(Context context) {
    String by = Guard.caller(context).name();
    Configuration.Reloaded reloaded = configuration.reload();
    operator.record(by, "reload configuration", reloaded.text());
    Json.answer(context, reloaded);
  }

  static boolean isApi(Context context) {
    return context.path().startsWith(ROOT + "/");
  }

  private void status(Context context) {
    NowView now = operator.now();
    Json.answer(context, new Status(version, now, WaitingRun.among(now, operator)));
  }

  private void session(Context context) {
    Json.answer(context, operator.session(Requests.threadId(context)));
  }

  private void end(Context context) {
    long threadId = Requests.threadId(context);
    String transaction = Json.read(context, EndRequest.class).transaction();
    if (transaction == null) {
      throw new IllegalArgumentException(
          "transaction: missing (expected: the one to end, as the session shows it)");
    }
    Json.answer(context, operator.end(threadId, transaction, Guard.caller(context).name()));
  }

  private void candidates(Context context) {
    Json.answer(context, operator.candidates(Requests.isTrue(context, "all")));
  }

  private void night(Context context) {
    Json.answer(context, operator.night(Requests.duration(context, "for", CandidatePages.NIGHT)));
  }

  private void plan(Context context) {
    Json.answer(
        context, operator.plan(Requests.subject(context), method(context.queryParam("method"))));
  }

  private void request(Context context) {
    RunRequest request = Json.read(context, RunRequest.class);
    String subject = request.subject() == null ? request.table() : request.subject();
    if (subject == null) {
      throw new IllegalArgumentException(
          "subject: missing (expected: SCHEMA.TABLE, or what else is to be made smaller)");
    }
    ShrinkRun run =
        operator.request(
            Subject.parse(subject),
            method(request.method()),
            request.window() == null ? "" : request.window(),
            Guard.caller(context).name());
    context.status(HttpStatus.CREATED).header("Location", ROOT + "/runs/" + run.id());
    Json.answer(context, run);
  }

  private static Optional<ShrinkMethod> method(@Nullable String text) {
    return Optional.ofNullable(text).map(ShrinkMethod::parse);
  }

  private void run(Context context) {
    RunView run = operator.run(Requests.runId(context));
    Json.answer(context, run);
  }

  private void report(Context context) {
    Json.answer(context, operator.report(Requests.runId(context)));
  }

  private void blockers(Context context) {
    Json.answer(context, operator.blockers(Requests.runId(context)));
  }

  private void reject(Context context) {
    String why = context.body().isBlank() ? null : Json.read(context, Rejection.class).why();
    Json.answer(
        context,
        operator.reject(
            Requests.runId(context), Guard.caller(context).name(), why == null ? "" : why));
  }

  private void abort(Context context) {
    Json.answer(context, operator.abort(Requests.runId(context), Guard.caller(context).name()));
  }

  private void acknowledge(Context context) {
    Json.answer(
        context, operator.acknowledge(Requests.runId(context), Guard.caller(context).name()));
  }
}
