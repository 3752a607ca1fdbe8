package dev.lowtide.scheduler.calendar;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Days of the week as people write them: {@code daily}, {@code mon-fri}, {@code sat,sun}. */
public final class Weekdays {

  private static final String DAILY = "daily";
  private static final int LETTERS = 3;

  private Weekdays() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming what cannot be read
   */
  public static Set<DayOfWeek> parse(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.strip().toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)) {
      if (part.equals(DAILY)) {
        return EnumSet.allOf(DayOfWeek.class);
      }
      String[] ends = part.split("\\s*-\\s*", -1);
      DayOfWeek last = day(ends[ends.length - 1], text);
      DayOfWeek day = day(ends[0], text);
      days.add(day);
      while (ends.length > 1 && day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return days;
  }

  /** The same the other way round. */
  public static String text(Set<DayOfWeek> days) {
    return days.size() == DayOfWeek.values().length
        ? DAILY
        : days.stream().sorted().map(Weekdays::shortened).collect(Collectors.joining(","));
  }

  private static DayOfWeek day(String name, String whole) {
    for (DayOfWeek day : DayOfWeek.values()) {
      boolean isMeant = day.name().toLowerCase(Locale.ROOT).startsWith(name);
      if (isMeant && name.length() >= LETTERS) {
        return day;
      }
    }
    throw new IllegalArgumentException(
        "days: '" + whole + "' (expected: such as daily, mon-fri or sat,sun)");
  }

  private static String shortened(DayOfWeek day) {
    return day.name().substring(0, LETTERS).toLowerCase(Locale.ROOT);
  }
}
