package dev.lowtide.console;

import dev.lowtide.scheduler.operator.RunFilter;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.RunState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind {@code /runs?}, as its form shows it again. What is empty does not matter.
 *
 * @param from a day, as {@code 2026-01-31}
 * @param to the last day that counts
 * @param before the number of a run
 */
public record RunQuery(
    String state, String table, String by, String from, String to, String before) {

  static RunQuery of(Requests.Query query) {
    return new RunQuery(
        text(query.get("state")),
        text(query.get("table")),
        text(query.get("by")),
        text(query.get("from")),
        text(query.get("to")),
        text(query.get("before")));
  }

  RunFilter filter() {
    Instant lastDay = day("to", to);
    return new RunFilter(
        parsedState(),
        table.isEmpty() ? null : table,
        by.isEmpty() ? null : by,
        day("from", from),
        lastDay == null ? null : lastDay.plusSeconds(24 * 60 * 60),
        before.isEmpty() ? null : new RunId(number(before)));
  }

  /** Whether nothing is looked for. */
  boolean isPlain() {
    return (state + table + by + from + to + before).isEmpty();
  }

  String olderThan(RunId run) {
    return "/runs?state="
        + Format.query(state)
        + "&table="
        + Format.query(table)
        + "&by="
        + Format.query(by)
        + "&from="
        + Format.query(from)
        + "&to="
        + Format.query(to)
        + "&before="
        + run.value();
  }

  private @Nullable RunState parsedState() {
    if (state.isEmpty()) {
      return null;
    }
    String name = state.toUpperCase(Locale.ROOT).replace(' ', '_');
    return Arrays.stream(RunState.values())
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "state: '"
                        + state
                        + "' (expected: one of "
                        + Arrays.toString(RunState.values())
                        + ")"));
  }

  private static @Nullable Instant day(String name, String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      return Years.meant(LocalDate.parse(text)).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name + ": '" + text + "' (expected: a day such as 2026-01-31, " + Years.TEXT + ")", e);
    }
  }

  private static long number(String text) {
    if (!text.matches("\\d{1,18}") || text.matches("0+")) {
      throw new IllegalArgumentException("before: '" + text + "' (expected: a run's number)");
    }
    return Long.parseLong(text);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }
}
