package dev.lowtide.console;

import dev.lowtide.console.Chart.Dot;
import dev.lowtide.console.Chart.Line;
import dev.lowtide.scheduler.operator.LoadPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What went on, as pictures. */
final class LoadCharts {

  private static final double BYTES_PER_KIBIBYTE = 1024;

  private LoadCharts() {}

  static List<Chart> of(LoadSpan span, List<LoadPoint> points) {
    List<Chart> charts = new ArrayList<>(ofTraffic(span, points));
    charts.addAll(ofServer(span, points));
    return charts;
  }

  private static List<Chart> ofTraffic(LoadSpan span, List<LoadPoint> points) {
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
            line("50 in 100 at most", points, millis(LoadPoint::p50)),
            line("95 in 100", points, millis(LoadPoint::p95)),
            line("99 in 100", points, millis(LoadPoint::p99))),
        chart(
            "bytes",
            "Bytes through the proxy",
            "KiB a second",
            span,
            line("from clients", points, kibibytes(LoadPoint::bytesFromClientsPerSecond)),
            line("from the server", points, kibibytes(LoadPoint::bytesFromServerPerSecond))));
  }

  private static List<Chart> ofServer(LoadSpan span, List<LoadPoint> points) {
    List<Chart> charts = new ArrayList<>();
    charts.add(
        chart(
            "coverage",
            "Statements of clients that pass the proxy",
            "%",
            span,
            line("of all at the server", points, LoadPoint::coveragePercent)));
    charts.add(
        chart(
            "threads",
            "Threads running on the server",
            "",
            span,
            line("threads", points, LoadPoint::threadsRunning)));
    if (points.stream().anyMatch(point -> point.replicaLagSeconds() >= 0)) {
      charts.add(
          chart(
              "lag",
              "How far the replica is behind that is furthest",
              "s",
              span,
              line("behind", points, LoadPoint::replicaLagSeconds)));
    }
    return charts;
  }

  private static ToDoubleFunction<LoadPoint> millis(Function<LoadPoint, Duration> figure) {
    return point -> figure.apply(point).toNanos() / 1e6;
  }

  private static ToDoubleFunction<LoadPoint> kibibytes(ToDoubleFunction<LoadPoint> figure) {
    return point -> figure.applyAsDouble(point) / BYTES_PER_KIBIBYTE;
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
}
