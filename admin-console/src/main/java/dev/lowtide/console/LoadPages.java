package dev.lowtide.console;

import dev.lowtide.scheduler.operator.LoadPoint;
import dev.lowtide.scheduler.operator.LoadSeries;
import dev.lowtide.scheduler.operator.LoadViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What goes on and went on, as pictures and as tables. */
final class LoadPages {

  private static final int REFRESH_SECONDS = 10;

  /** Rows of a table that somebody reads; the picture has all of them. */
  private static final int ROWS_MAX = 60;

  /** A line has a gap where a point is missing and this much more, so that no pause is one. */
  private static final Duration LATE = Duration.ofSeconds(25);

  private final LoadViews loads;
  private final Templates templates;
  private final Clock clock;

  LoadPages(LoadViews loads, Templates templates, Clock clock) {
    this.loads = loads;
    this.templates = templates;
    this.clock = clock;
  }

  void route(RoutesConfig routes) {
    routes.get("/load", this::load, Access.VIEWER);
    routes.get("/api/v1/load", this::answer, Access.VIEWER);
  }

  private void load(Context context) {
    LoadSpan span = span(context::queryParam);
    Page page = templates.page(context, "Load", "load", span.isFixed() ? 0 : REFRESH_SECONDS);
    templates.render(context, "load", page, facts(span));
  }

  private void answer(Context context) {
    LoadSpan span = span(context::queryParam);
    Json.answer(context, loads.between(span.from(), span.to()).points());
  }

  /** The same page, told anew while it is open; a span that was chosen stays as it is. */
  Optional<LivePage> live(LiveAddress address) {
    if (!address.path().equals("/load") || address.query("from") != null) {
      return Optional.empty();
    }
    return LivePage.slow(
        () -> Map.of("charts", templates.piece("charts", facts(span(address::query)))));
  }

  private LoadSpan span(Requests.Query query) {
    return LoadSpan.of(query, clock.instant());
  }

  private Map<String, Object> facts(LoadSpan asked) {
    LoadSeries series = loads.between(asked.from(), asked.to());
    List<LoadPoint> points = series.points();
    LoadSpan span = points.isEmpty() ? asked : asked.since(points.get(0).at());
    return Map.of(
        "span",
        span,
        "charts",
        LoadCharts.of(span, points),
        "rows",
        rows(points),
        "gap",
        series.step().multipliedBy(2).plus(LATE));
  }

  /** The newest first. */
  private static List<LoadPoint> rows(List<LoadPoint> points) {
    int every = Math.max(1, (points.size() + ROWS_MAX - 1) / ROWS_MAX);
    return IntStream.range(0, points.size())
        .map(i -> points.size() - 1 - i)
        .filter(i -> (points.size() - 1 - i) % every == 0)
        .mapToObj(points::get)
        .toList();
  }
}
