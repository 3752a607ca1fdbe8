package dev.lowtide.console;

import dev.lowtide.scheduler.operator.Operator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;

/** What is worth shrinking, and what of it would fit into a night. */
final class CandidatePages {

  static final Duration NIGHT = Duration.ofHours(6);

  private final Operator operator;
  private final Templates templates;

  CandidatePages(Operator operator, Templates templates) {
    this.operator = operator;
    this.templates = templates;
  }

  void route(RoutesConfig routes) {
    routes.get("/candidates", this::candidates, Access.VIEWER);
    routes.get("/spaces", this::spaces, Access.VIEWER);
  }

  private void candidates(Context context) {
    boolean isAll = Requests.isTrue(context, "all");
    Duration night = Requests.duration(context, "for", NIGHT);
    Page page = templates.page(context, "Candidates", "candidates");
    templates.render(
        context,
        "candidates",
        page,
        Map.of(
            "candidates",
            operator.candidates(isAll),
            "isAll",
            isAll,
            "survey",
            operator.survey(),
            "night",
            operator.night(night)));
  }

  private void spaces(Context context) {
    Page page = templates.page(context, "Every kind of space", "candidates");
    templates.render(context, "spaces", page, Map.of("spaces", operator.spaces()));
  }
}
