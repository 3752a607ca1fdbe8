package dev.lowtide.console;

import dev.lowtide.console.Chart.Dot;
import dev.lowtide.console.Chart.Line;
import dev.lowtide.scheduler.operator.LoadPoint;
import dev.lowtide.scheduler.operator.LoadViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What goes on and went on, as pictures and as tables. */
final class LoadPages {

  private static final int REFRESH_SECONDS = 10;

  /** Rows of a table that somebody reads; the picture has all of them. */
  private static final int ROWS_MAX = 60;

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
    Json.answer(context, loads.between(span.from(), span.to()));
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
    List<LoadPoint> points = loads.between(asked.from(), asked.to());
    LoadSpan span = points.isEmpty() ? asked : asked.since(points.get(0).at());
    return Map.of(
        "span",
        span,
        "charts",
        charts(span, points),
        "rows",
        rows(points),
        "gap",
        span.length().compareTo(Duration.ofHours(1)) > 0
            ? Duration.ofMinutes(11)
            : Duration.ofSeconds(45));
  }

  private static List<Chart> charts(LoadSpan span, List<LoadPoint> points) {
    return List.of(
        chart(
            "sessions",
            "Sessions",
            "",
            span,
            line("through the proxy", points, LoadPoint::sessions),
            line("past the proxy", points, LoadPoint::bypassing)),
        chart(
            "transactions",
            "Open transactions and commands in flight",
            "",
            span,
            line("transactions", points, LoadPoint::openTransactions),
            line("commands", points, LoadPoint::commandsInFlight)),
        chart(
            "statements",
            "Statements through the proxy",
            "a second",
            span,
            line("statements", points, LoadPoint::statementsPerSecond)),
        chart(
            "latency",
            "How long statements take",
            "ms",
            span,
            line("95 in 100 at most", points, point -> point.p95().toNanos() / 1e6)),
        chart(
            "threads",
            "Threads running on the server",
            "",
            span,
            line("threads", points, LoadPoint::threadsRunning)));
  }

  private static Chart chart(String id, String title, String unit, LoadSpan span, Line... lines) {
    return Chart.of(id, title, unit, span.from(), span.to(), List.of(lines));
  }

  /** What could not be seen is left out. */
  private static Line line(
      String name, List<LoadPoint> points, ToDoubleFunction<LoadPoint> figure) {
    return new Line(
        name,
        points.stream()
            .map(point -> new Dot(point.at(), figure.applyAsDouble(point)))
            .filter(dot -> dot.value() >= 0)
            .toList());
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
