package dev.lowtide.console;

import dev.lowtide.scheduler.operator.NowView;
import dev.lowtide.scheduler.operator.Operator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;

/** What is going on, and what was. */
final class NowPages {

  private static final int REFRESH_SECONDS = 2;

  private final Operator operator;
  private final Templates templates;

  NowPages(Operator operator, Templates templates) {
    this.operator = operator;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/", this::now, Access.VIEWER);
    routes.get("/audit", this::audit, Access.VIEWER);
  }

  private void now(Context context) {
    Page page = templates.page(context, "Now", "now", REFRESH_SECONDS);
    NowView now = operator.now();
    templates.render(
        context, "now", page, Map.of("now", now, "waiting", WaitingRun.among(now, operator)));
  }

  private void audit(Context context) {
    Page page = templates.page(context, "Audit", "audit");
    templates.render(context, "audit", page, Map.of("entries", operator.audit()));
  }
}
