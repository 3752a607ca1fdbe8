package dev.lowtide.console;

import dev.lowtide.scheduler.operator.LoadViews;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which span of time somebody looks at: the last hour, day, week or month, which goes on, or one
 * that they chose.
 *
 * @param isFixed whether it stays where it is while time goes on
 */
public record LoadSpan(Instant from, Instant to, boolean isFixed) {

  private static final Duration LEAST = Duration.ofMinutes(2);

  /** Those that have a name; the first is for who does not say any. */
  private static final Map<String, Duration> NAMED = named();

  /** {@code ?for=1d}, or {@code ?from=…&to=…}; the last hour if nothing is said. */
  static LoadSpan of(Requests.Query query, Instant now) {
    String from = query.get("from");
    String to = query.get("to");
    if (from == null && to == null) {
      return new LoadSpan(now.minus(length(query.get("for"))), now, false);
    }
    return within(instant("from", from), instant("to", to));
  }

  private static Map<String, Duration> named() {
    Map<String, Duration> named = new LinkedHashMap<>();
    named.put("1h", Duration.ofHours(1));
    named.put("1d", Duration.ofDays(1));
    named.put("7d", Duration.ofDays(7));
    named.put("30d", Duration.ofDays(30));
    return named;
  }

  private static LoadSpan within(Instant from, Instant to) {
    Duration length = Duration.between(from, to);
    if (length.isNegative() || length.compareTo(LoadViews.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "from, to: " + length + " (expected: from before to, at most 366 days)");
    }
    Instant begin = length.compareTo(LEAST) < 0 ? to.minus(LEAST) : from;
    return new LoadSpan(begin, to, true);
  }

  private static Duration length(@Nullable String text) {
    Duration length = NAMED.get(text == null ? "1h" : text);
    if (length == null) {
      throw new IllegalArgumentException(
          "for: '" + text + "' (expected: one of " + String.join(", ", NAMED.keySet()) + ")");
    }
    return length;
  }

  private static Instant instant(String name, @Nullable String text) {
    try {
      Instant instant = Instant.parse(text == null ? "" : text);
      Years.meant(instant.atOffset(ZoneOffset.UTC));
      return instant;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name
              + ": '"
              + text
              + "' (expected: a time such as 2026-01-31T12:00:00Z, "
              + Years.TEXT
              + ")",
          e);
    }
  }

  /** The same without the time before anything was remembered. */
  LoadSpan since(Instant first) {
    Instant latest = to.minus(LEAST);
    Instant begin = first.isAfter(latest) ? latest : first;
    return isFixed || begin.isBefore(from) ? this : new LoadSpan(begin, to, false);
  }

  public Duration length() {
    return Duration.between(from, to);
  }

  /** Half of it, in the middle. */
  public String closer() {
    Duration quarter = length().dividedBy(4);
    return address(from.plus(quarter), to.minus(quarter));
  }

  /** Twice of it, at most a year. */
  public String wider() {
    Duration half = length().dividedBy(2);
    Instant begin = from.minus(half);
    Instant end = to.plus(half);
    return Duration.between(begin, end).compareTo(LoadViews.LONGEST) > 0
        ? address(end.minus(LoadViews.LONGEST), end)
        : address(begin, end);
  }

  public String earlier() {
    Duration half = length().dividedBy(2);
    return address(from.minus(half), to.minus(half));
  }

  public String later() {
    Duration half = length().dividedBy(2);
    return address(from.plus(half), to.plus(half));
  }

  private static String address(Instant from, Instant to) {
    return "/load?from="
        + Instant.ofEpochSecond(from.getEpochSecond())
        + "&to="
        + Instant.ofEpochSecond(to.getEpochSecond());
  }
}
