package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.SessionFilter;
import dev.lowtide.scheduler.operator.SessionOrder;
import dev.lowtide.scheduler.operator.SessionView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is connected over REST. Most orders change while they are read, so with a limit they are
 * their first rows and no more; by the sessions' ids a list goes on from page to page, and nobody
 * who stays connected is missed or told twice.
 */
final class SessionListApi {

  private static final String LIST = "sessions";

  private final Operator operator;

  SessionListApi(Operator operator) {
    this.operator = operator;
  }

  void route(RoutesConfig routes, String root) {
    routes.get(root + "/sessions", this::sessions, Access.VIEWER);
  }

  private void sessions(Context context) {
    SessionFilter filter = Requests.sessionFilter(context::queryParam);
    SessionOrder order = Requests.sessionOrder(context::queryParam);
    int limit = ListPage.limit(context::queryParam, Integer.MAX_VALUE);
    long behind = behind(context, order);
    List<SessionView> found =
        operator.sessions(filter, order).stream()
            .filter(session -> session.serverThreadId() > behind)
            .limit(limit + 1L)
            .toList();
    boolean isMore = found.size() > limit;
    List<SessionView> page = isMore ? found.subList(0, limit) : found;
    if (isMore && order == SessionOrder.SESSION) {
      ListPage.link(context, next(context, limit, page.get(page.size() - 1)));
    }
    Json.answer(context, page);
  }

  private static long behind(Context context, SessionOrder order) {
    String cursor = context.queryParam("cursor");
    if (cursor == null || cursor.isEmpty()) {
      return -1;
    }
    if (order != SessionOrder.SESSION) {
      throw new IllegalArgumentException(
          "order: '" + order.text() + "' changes while it is read (expected: session, for pages)");
    }
    return Cursor.number(LIST, cursor);
  }

  private static Map<String, String> next(Context context, int limit, SessionView last) {
    Map<String, String> next = new LinkedHashMap<>();
    next.put("table", text(context, "table"));
    next.put("open", text(context, "open"));
    next.put("order", SessionOrder.SESSION.text());
    next.put("limit", String.valueOf(limit));
    next.put("cursor", Cursor.behind(LIST, last.serverThreadId()));
    return next;
  }

  private static String text(Context context, String name) {
    String value = context.queryParam(name);
    return value == null ? "" : value;
  }
}
