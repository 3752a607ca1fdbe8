package dev.lowtide.console;

import dev.lowtide.console.Chart.Dot;
import dev.lowtide.console.Chart.Line;
import dev.lowtide.scheduler.operator.RunPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a run went: what it copied, and what clients had of it, over the same time.
 *
 * @param spells why it stood still, and from when to when
 * @param attempts when it was tried to cut over
 */
public record RunCharts(
    List<Chart> charts, List<Spell> spells, List<Instant> attempts, List<RunPoint> rows) {

  private static final double BYTES_PER_MEBIBYTE = 1024.0 * 1024;
  private static final int ROWS_MAX = 40;

  /** A stretch of time in which it stood still. */
  public record Spell(String why, Instant from, Instant to) {}

  public RunCharts {
    charts = List.copyOf(charts);
    spells = List.copyOf(spells);
    attempts = List.copyOf(attempts);
    rows = List.copyOf(rows);
  }

  static RunCharts of(List<RunPoint> points) {
    if (points.size() < 2) {
      return new RunCharts(List.of(), List.of(), List.of(), List.of());
    }
    Instant from = points.get(0).at();
    Instant to = points.get(points.size() - 1).at();
    List<Chart> charts =
        List.of(
            Chart.of("rate", "Copied", "MiB a second", from, to, List.of(rate(points))),
            Chart.of(
                "clients",
                "Statements of clients",
                "a second",
                from,
                to,
                List.of(line("statements", points, RunPoint::statementsPerSecond))),
            Chart.of(
                "waits",
                "How long they take",
                "ms",
                from,
                to,
                List.of(line("95 in 100 at most", points, point -> point.p95().toNanos() / 1e6))));
    return new RunCharts(charts, spells(points), attempts(points), rows(points));
  }

  /** By how much more was copied from one point to the next. */
  private static Line rate(List<RunPoint> points) {
    List<Dot> dots = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      RunPoint before = points.get(i - 1);
      RunPoint now = points.get(i);
      double seconds = Math.max(0.001, Duration.between(before.at(), now.at()).toNanos() / 1e9);
      double bytes = Math.max(0, now.copied().bytes() - before.copied().bytes());
      dots.add(new Dot(now.at(), bytes / BYTES_PER_MEBIBYTE / seconds));
    }
    return new Line("copied", dots);
  }

  private static Line line(String name, List<RunPoint> points, ToDoubleFunction<RunPoint> figure) {
    return new Line(
        name,
        points.stream().map(point -> new Dot(point.at(), figure.applyAsDouble(point))).toList());
  }

  private static List<Spell> spells(List<RunPoint> points) {
    List<Spell> spells = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      String why = points.get(i - 1).standstill();
      Instant from = points.get(i - 1).at();
      Instant to = points.get(i).at();
      Spell last = spells.isEmpty() ? null : spells.get(spells.size() - 1);
      if (!why.isEmpty() && last != null && last.to.equals(from)) {
        spells.set(spells.size() - 1, new Spell(last.why, last.from, to));
      } else if (!why.isEmpty()) {
        spells.add(new Spell(why, from, to));
      }
    }
    return spells;
  }

  private static List<Instant> attempts(List<RunPoint> points) {
    List<Instant> attempts = new ArrayList<>();
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).cutOverAttempts() > points.get(i - 1).cutOverAttempts()) {
        attempts.add(points.get(i).at());
      }
    }
    return attempts;
  }

  private static List<RunPoint> rows(List<RunPoint> points) {
    int every = Math.max(1, (points.size() + ROWS_MAX - 1) / ROWS_MAX);
    List<RunPoint> rows = new ArrayList<>();
    for (int i = 0; i < points.size(); i += every) {
      rows.add(points.get(i));
    }
    return rows;
  }
}
