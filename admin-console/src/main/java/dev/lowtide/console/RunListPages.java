package dev.lowtide.console;

import dev.lowtide.scheduler.operator.RunFilter;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.shrink.ShrinkRun;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All runs there ever were, page by page, by whatever somebody looks for. */
final class RunListPages {

  /** As many as are read at a glance; some 25 kB. */
  private static final int RUNS_OF_A_PAGE = 50;

  private final RunSearch search;
  private final Templates templates;

  RunListPages(RunSearch search, Templates templates) {
    this.search = search;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/runs", this::runs, Access.VIEWER);
  }

  /** It has fields to fill in, so it does not load itself again under the hands that type. */
  private void runs(Context context) {
    RunQuery query = RunQuery.of(context::queryParam);
    Page page = templates.page(context, "Runs", "runs");
    Map<String, Object> facts = new LinkedHashMap<>(facts(query));
    facts.put("query", query);
    templates.render(context, "runs", page.live(), facts);
  }

  /** The same page, told anew while it is open. */
  Optional<LivePage> live(LiveAddress address) {
    if (!address.path().equals("/runs")) {
      return Optional.empty();
    }
    RunQuery query = RunQuery.of(address::query);
    return LivePage.slow(() -> Map.of("runList", templates.piece("runList", facts(query))));
  }

  /** One more than is shown tells whether there are older ones. */
  private Map<String, Object> facts(RunQuery query) {
    RunFilter filter = query.filter();
    List<ShrinkRun> found = search.runs(filter, RUNS_OF_A_PAGE + 1);
    boolean isMore = found.size() > RUNS_OF_A_PAGE;
    List<ShrinkRun> shown = isMore ? found.subList(0, RUNS_OF_A_PAGE) : found;
    return Map.of(
        "runs",
        shown,
        "isFiltered",
        !query.isPlain(),
        "older",
        isMore ? query.olderThan(shown.get(shown.size() - 1).id()) : "");
  }
}
