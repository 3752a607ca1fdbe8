package dev.lowtide.scheduler.load;

import java.time.Duration;
import java.util.Locale;

/** How long ago, as people say it: no more exact than matters. */
public final class Age {

  private static final Duration MILLIS_BELOW = Duration.ofSeconds(1);
  private static final Duration EXACT_BELOW = Duration.ofSeconds(10);
  private static final Duration SECONDS_BELOW = Duration.ofMinutes(3);
  private static final Duration MINUTES_BELOW = Duration.ofHours(2);

  private Age() {}

  /** Between two moments of one clock; a moment yet to come counts as now. */
  public static Duration between(long thenNanos, long nowNanos) {
    return Duration.ofNanos(Math.max(0, nowNanos - thenNanos));
  }

  /** The same in words. */
  public static String text(long thenNanos, long nowNanos) {
    return text(between(thenNanos, nowNanos));
  }

  public static String text(Duration age) {
    if (age.compareTo(MILLIS_BELOW) < 0) {
      return age.toMillis() + " ms";
    }
    if (age.compareTo(EXACT_BELOW) < 0) {
      return String.format(Locale.ROOT, "%.1f s", age.toMillis() / 1000.0);
    }
    if (age.compareTo(SECONDS_BELOW) < 0) {
      return age.toSeconds() + " s";
    }
    return age.compareTo(MINUTES_BELOW) < 0
        ? age.toMinutes() + " min"
        : age.toHours() + " h " + age.toMinutesPart() + " min";
  }
}
