package dev.lowtide.console;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.EndableView;
import dev.lowtide.scheduler.operator.EndedView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.SessionFilter;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** Who is connected and what they have open; ending one, after a page that says what that means. */
final class SessionPages {

  /** Long enough to reach a button by keyboard, or hear its name, before it is gone again. */
  private static final int REFRESH_SECONDS = 5;

  private final Operator operator;
  private final Templates templates;

  SessionPages(Operator operator, Templates templates) {
    this.operator = operator;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/sessions", this::sessions, Access.VIEWER);
    routes.get("/sessions/{id}/end", this::confirm, Access.OPERATOR);
    routes.post("/sessions/{id}/end", this::end, Access.OPERATOR);
  }

  /** With a filter it stays as it is: a page that loads itself again forgets what was asked. */
  private void sessions(Context context) {
    SessionFilter filter = Requests.sessionFilter(context);
    boolean isFiltered = !filter.equals(SessionFilter.ALL);
    Page page = templates.page(context, "Sessions", "sessions", isFiltered ? 0 : REFRESH_SECONDS);
    TableName table = filter.table();
    templates.render(
        context,
        "sessions",
        page,
        Map.of(
            "sessions",
            operator.sessions(filter),
            "others",
            operator.others(),
            "table",
            table == null ? "" : table.toString(),
            "isOnlyOpen",
            filter.isOnlyOpen()));
  }

  private void confirm(Context context) {
    EndableView session = operator.session(Requests.threadId(context));
    String chosen = context.queryParam("transaction");
    boolean isChanged =
        chosen != null && !chosen.isEmpty() && !chosen.equals(session.transaction());
    Page page = templates.page(context, "End session " + session.threadId(), "sessions");
    templates.render(
        context, "endSession", page, Map.of("session", session, "isChanged", isChanged));
  }

  private void end(Context context) {
    EndedView ended =
        operator.end(
            Requests.threadId(context),
            Requests.form(context, "transaction"),
            Guard.caller(context).name());
    String title = "Session " + ended.session().threadId() + " ended";
    Page page = templates.page(context, title, "sessions");
    templates.render(context, "ended", page, Map.of("text", ended.text()));
  }
}
