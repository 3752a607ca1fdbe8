package dev.lowtide.app;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Defaults of settings, and what lies beyond their limits. */
final class Limits {

  private Limits() {}

  static <T> T orDefault(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  static int within(String setting, int value, int least, int most) throws ConfigException {
    return within(setting, value, least, most, String::valueOf);
  }

  static <T extends Comparable<T>> T within(
      String setting, T value, T least, T most, Function<T, String> format) throws ConfigException {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new ConfigException(
          setting
              + ": "
              + format.apply(value)
              + " (expected: "
              + format.apply(least)
              + " to "
              + format.apply(most)
              + ")");
    }
    return value;
  }

  static Duration within(
      String setting, @Nullable Duration given, Duration otherwise, String least, String most)
      throws ConfigException {
    return within(
        setting,
        orDefault(given, otherwise),
        Durations.parse(least),
        Durations.parse(most),
        Durations::format);
  }
}
