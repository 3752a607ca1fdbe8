package dev.lowtide.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Figures over time, as a picture of a fixed size that the browser scales. The axis begins at zero
 * and ends at a round figure, so that pictures can be compared.
 *
 * @param unit behind each figure; may be empty
 * @param max where the axis ends
 */
public record Chart(
    String id, String title, String unit, Instant from, Instant to, double max, List<Line> lines) {

  public static final int WIDTH = 600;
  public static final int HEIGHT = 180;
  static final int LEFT = 56;
  static final int TOP = 10;
  static final int BOTTOM = 156;

  /** Fewer say nothing, more run into each other at 320 pixels. */
  private static final int TIMES = 4;

  /** Beyond it minutes tell times apart. */
  private static final Duration SECONDS_UP_TO = Duration.ofMinutes(10);

  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter CLOCK_TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Beyond it the same time of day is there twice. */
  private static final Duration CLOCK_TIME_UP_TO = Duration.ofHours(25);

  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Beyond it nobody asks for the time of day. */
  private static final Duration DAY_AND_TIME_UP_TO = Duration.ofDays(8);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** One figure at one time. */
  public record Dot(Instant at, double value) {}

  /** One of several figures, told apart by its dashes as well as by its colour. */
  public record Line(String name, List<Dot> dots) {
    public Line {
      dots = List.copyOf(dots);
    }
  }

  /** A place on an axis. */
  public record Mark(double place, String text) {}

  public Chart {
    lines = List.copyOf(lines);
  }

  static Chart of(
      String id, String title, String unit, Instant from, Instant to, List<Line> lines) {
    double largest =
        lines.stream().flatMap(line -> line.dots.stream()).mapToDouble(Dot::value).max().orElse(0);
    return new Chart(id, title, unit, from, to, roundedUp(largest), lines);
  }

  /** 1, 2 or 5 and zeros: figures that people can halve in their head. */
  static double roundedUp(double value) {
    if (value <= 1) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 2, 5}) {
      if (value <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  /** Pieces of a line, for SVG; where figures are missing for long it has a gap. */
  public List<String> strokes(Line line, Duration gap) {
    List<String> strokes = new ArrayList<>();
    StringBuilder stroke = new StringBuilder();
    Instant last = null;
    for (Dot dot : line.dots) {
      if (last != null && Duration.between(last, dot.at).compareTo(gap) > 0) {
        strokes.add(piece(stroke));
        stroke.setLength(0);
      }
      stroke.append(tenths(x(dot.at))).append(',').append(tenths(y(dot.value))).append(' ');
      last = dot.at;
    }
    if (stroke.length() > 0) {
      strokes.add(piece(stroke));
    }
    return strokes;
  }

  /** A page has some ten thousand of them. */
  private static double tenths(double place) {
    return Math.round(place * 10) / 10.0;
  }

  /** A figure that stands alone is a line from itself to itself: a dot. */
  private static String piece(StringBuilder stroke) {
    String piece = stroke.toString().strip();
    return piece.contains(" ") ? piece : piece + " " + piece;
  }

  public List<Mark> values() {
    return List.of(
        new Mark(y(0), "0"), new Mark(y(max / 2), text(max / 2)), new Mark(y(max), text(max)));
  }

  public List<Mark> times() {
    List<Mark> marks = new ArrayList<>();
    Duration all = Duration.between(from, to);
    DateTimeFormatter format = format(all);
    for (int i = 0; i < TIMES; i++) {
      Instant at = from.plus(all.multipliedBy(i).dividedBy(TIMES - 1L));
      marks.add(new Mark(x(at), format.format(at)));
    }
    return marks;
  }

  private static DateTimeFormatter format(Duration all) {
    if (all.compareTo(SECONDS_UP_TO) < 0) {
      return TO_THE_SECOND;
    }
    if (all.compareTo(CLOCK_TIME_UP_TO) < 0) {
      return CLOCK_TIME;
    }
    return all.compareTo(DAY_AND_TIME_UP_TO) < 0 ? DAY_AND_TIME : DAY;
  }

  /** What is said to whoever does not see it. */
  public String inWords() {
    StringBuilder words = new StringBuilder();
    for (Line line : lines) {
      if (line.dots.isEmpty()) {
        words.append(line.name).append(": nothing is known. ");
      } else {
        double most = line.dots.stream().mapToDouble(Dot::value).max().orElse(0);
        double last = line.dots.get(line.dots.size() - 1).value;
        words.append(line.name).append(": now ").append(text(last)).append(unitText());
        words.append(", at most ").append(text(most)).append(unitText()).append(". ");
      }
    }
    return words.toString().strip();
  }

  private String unitText() {
    return unit.isEmpty() ? "" : " " + unit;
  }

  static String text(double value) {
    return value == Math.rint(value) || value >= 100
        ? Format.count(Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }

  /** Where a time is, from left to right. */
  public double x(Instant at) {
    double share =
        Duration.between(from, at).toMillis()
            / (double) Math.max(1, Duration.between(from, to).toMillis());
    return LEFT + Math.max(0, Math.min(1, share)) * (WIDTH - LEFT - 8);
  }

  private double y(double value) {
    return BOTTOM - Math.max(0, value) / max * (BOTTOM - TOP);
  }
}
