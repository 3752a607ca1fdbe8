package dev.lowtide.console;

import dev.lowtide.scheduler.calendar.Freeze;
import dev.lowtide.scheduler.calendar.MaintenanceWindow;
import dev.lowtide.scheduler.calendar.Weekdays;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A window or a freeze as people write them: times as the clocks of their zone show them. Null is
 * what was left out.
 */
record CalendarForm(
    @Nullable String name,
    @Nullable String days,
    @Nullable String from,
    @Nullable String to,
    @Nullable String zone) {

  MaintenanceWindow window() {
    return new MaintenanceWindow(
        0,
        text("name", name),
        Weekdays.parse(text("days", days)),
        time("from", text("from", from)),
        time("to", text("to", to)),
        zoneId());
  }

  Freeze freeze() {
    return new Freeze(
        0, text("name", name), moment("from", text("from", from)), moment("to", text("to", to)));
  }

  private ZoneId zoneId() {
    String text = text("zone", zone);
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone: '" + text + "' (expected: such as Europe/Berlin or UTC)", e);
    }
  }

  private static LocalTime time(String field, String text) {
    try {
      return LocalTime.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          field + ": '" + text + "' (expected: a time such as 01:30)", e);
    }
  }

  /** Where clocks are turned back, a time that is there twice is the first one. */
  private Instant moment(String field, String text) {
    ZoneId there = zoneId();
    try {
      return Years.meant(LocalDateTime.parse(text.strip())).atZone(there).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          field
              + ": '"
              + text
              + "' (expected: a time such as 2026-12-24T18:00, "
              + Years.TEXT
              + ")",
          e);
    }
  }

  private static String text(String field, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(field + ": missing (expected: a value)");
    }
    return text;
  }
}
