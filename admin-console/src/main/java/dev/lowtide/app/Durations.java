package dev.lowtide.app;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 2s}, {@code 5m}, {@code 72h}, {@code 7d}.
 */
final class Durations {

  private static final Pattern SHORT = Pattern.compile("(-?\\d{1,9})\\s*(ms|s|m|h|d)");

  private Durations() {}

  /** Reads that, or ISO 8601 such as PT0.5S. */
  static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text.trim());
    if (!matcher.matches()) {
      return parseIso(text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** Writes one so that {@link #parse} reads it. */
  static String format(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3600 != 0 ? seconds / 60 + "m" : seconds / 3600 + "h";
  }

  private static Duration parseIso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' (expected: a duration such as 500ms, 2s, 5m, 72h or 7d)", e);
    }
  }
}
