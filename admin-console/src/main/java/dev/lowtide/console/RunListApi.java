package dev.lowtide.console;

import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All runs there ever were over REST, page by page, the newest first. A page begins behind the run
 * that the last one ended with, whatever was requested since.
 */
final class RunListApi {

  /** As many as anybody scrolls through. */
  private static final int LIMIT = 200;

  private static final String LIST = "runs";

  private final RunSearch search;

  RunListApi(RunSearch search) {
    this.search = search;
  }

  void route(RoutesConfig routes, String root) {
    routes.get(root + "/runs", this::runs, Access.VIEWER);
  }

  /** One more than is answered tells whether there are older ones. */
  private void runs(Context context) {
    int limit = ListPage.limit(context::queryParam, LIMIT);
    RunQuery query = RunQuery.of(name -> asked(context, name));
    List<ShrinkRun> found = search.runs(query.filter(), limit + 1);
    boolean isMore = found.size() > limit;
    List<ShrinkRun> page = isMore ? found.subList(0, limit) : found;
    if (isMore) {
      ListPage.link(context, next(query, limit, page.get(page.size() - 1)));
    }
    Json.answer(context, page);
  }

  /** The page of this name goes on before the number of a run, programs behind a cursor. */
  private static String asked(Context context, String name) {
    String value = context.queryParam(name.equals("before") ? "cursor" : name);
    if (value == null || value.isEmpty()) {
      return "";
    }
    return name.equals("before") ? String.valueOf(Cursor.number(LIST, value)) : value;
  }

  private static Map<String, String> next(RunQuery query, int limit, ShrinkRun last) {
    Map<String, String> next = new LinkedHashMap<>();
    next.put("state", query.state());
    next.put("table", query.table());
    next.put("by", query.by());
    next.put("from", query.from());
    next.put("to", query.to());
    next.put("limit", limit == LIMIT ? "" : String.valueOf(limit));
    next.put("cursor", Cursor.behind(LIST, last.id().value()));
    return next;
  }
}
