package dev.lowtide.scheduler.shrink;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them, with no more digits than an estimate has. */
public final class TimeText {

  private static final Duration MINUTES_FROM = Duration.ofSeconds(90);
  private static final Duration HOURS_FROM = Duration.ofMinutes(90);
  private static final Duration DAYS_FROM = Duration.ofDays(2);

  private TimeText() {}

  public static String of(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + " ms";
    }
    if (duration.compareTo(MINUTES_FROM) < 0) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (duration.compareTo(HOURS_FROM) < 0) {
      return Math.round(duration.toSeconds() / 60.0) + " min";
    }
    if (duration.compareTo(DAYS_FROM) < 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return Math.round(duration.toHours() / 24.0) + " d";
  }
}
