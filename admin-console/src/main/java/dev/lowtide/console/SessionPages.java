package dev.lowtide.console;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.operator.EndableView;
import dev.lowtide.scheduler.operator.EndedView;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.SessionFilter;
import dev.lowtide.scheduler.operator.SessionOrder;
import dev.lowtide.scheduler.operator.SessionView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is connected and what they have open; ending one, after a page that says what that means. */
final class SessionPages {

  /** As many as are read at a glance; some 40 kB. */
  private static final int SESSIONS_OF_A_PAGE = 50;

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

  /** It has a field to fill in, so it does not load itself again under the hands that type. */
  private void sessions(Context context) {
    SessionFilter filter = Requests.sessionFilter(context::queryParam);
    SessionOrder order = Requests.sessionOrder(context::queryParam);
    Page page = templates.page(context, "Sessions", "sessions");
    templates.render(
        context,
        "sessions",
        page.live(),
        facts(filter, order, Requests.page(context::queryParam), page.mayDecide()));
  }

  /** The same page, told anew while it is open. */
  Optional<LivePage> live(LiveAddress address) {
    if (!address.path().equals("/sessions")) {
      return Optional.empty();
    }
    SessionFilter filter = Requests.sessionFilter(address::query);
    SessionOrder order = Requests.sessionOrder(address::query);
    int number = Requests.page(address::query);
    return LivePage.slow(
        () ->
            Map.of(
                "sessionList",
                templates.piece("sessionList", facts(filter, order, number, address.mayDecide()))));
  }

  private Map<String, Object> facts(
      SessionFilter filter, SessionOrder order, int number, boolean mayDecide) {
    TableName table = filter.table();
    List<SessionView> all = operator.sessions(filter, order);
    int pages = Math.max(1, (all.size() + SESSIONS_OF_A_PAGE - 1) / SESSIONS_OF_A_PAGE);
    int shown = Math.min(number, pages);
    return Map.of(
        "order",
        order,
        "number",
        shown,
        "pages",
        pages,
        "count",
        all.size(),
        "sessions",
        all.subList(
            (shown - 1) * SESSIONS_OF_A_PAGE, Math.min(all.size(), shown * SESSIONS_OF_A_PAGE)),
        "others",
        operator.others(),
        "table",
        table == null ? "" : table.toString(),
        "isOnlyOpen",
        filter.isOnlyOpen(),
        "mayDecide",
        mayDecide);
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
