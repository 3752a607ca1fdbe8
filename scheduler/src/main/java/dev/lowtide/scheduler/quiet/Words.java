package dev.lowtide.scheduler.quiet;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How verdicts write what they saw. */
final class Words {

  /** How many of many a reason names. */
  private static final int NAMED_MAX = 3;

  /** What sight must be. */
  static final String SEEING = "proxy and server answer";

  /** What is not known of anything while there is no sight. */
  static final String UNSEEN = "not seen";

  private Words() {}

  static String seconds(Duration duration) {
    return number(duration.toMillis() / 1000.0) + " s";
  }

  static String seconds(double seconds) {
    return number(seconds) + " s";
  }

  static String millis(double millis) {
    return number(millis) + " ms";
  }

  static String percent(double percent) {
    return number(percent) + " %";
  }

  /** With a decimal where there is one to speak of. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** A number of things, of which there is no half. */
  static String count(double value) {
    return String.format(Locale.ROOT, "%.0f", Math.floor(value));
  }

  /** The first few by name and the others as a number; "none" for none. */
  static String named(List<String> names) {
    if (names.isEmpty()) {
      return "none";
    }
    String more = names.size() > NAMED_MAX ? " and " + (names.size() - NAMED_MAX) + " more" : "";
    return names.stream().limit(NAMED_MAX).collect(Collectors.joining(", ")) + more;
  }
}
