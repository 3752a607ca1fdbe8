package dev.lowtide.scheduler.shrink;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes; may be negative where two are subtracted. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

  public static final ByteSize ZERO = new ByteSize(0);

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB|TiB)?");

  public static ByteSize ofMebibytes(long mebibytes) {
    return new ByteSize(mebibytes << 20);
  }

  /** Reads {@code 64MiB}, {@code 1 GiB}, {@code 1048576}. */
  public static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim());
    if (!matcher.matches()) {
      throw noSize(text, "a number with B, KiB, MiB, GiB or TiB");
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    long factor = 1;
    for (int i = 0; !UNITS[i].equals(unit); i++) {
      factor <<= 10;
    }
    long count = Long.parseLong(matcher.group(1));
    if (count > Long.MAX_VALUE / factor) {
      throw noSize(text, "less than 8388608 TiB");
    }
    return new ByteSize(count * factor);
  }

  private static IllegalArgumentException noSize(String text, String expected) {
    return new IllegalArgumentException("size: '" + text + "' (expected: " + expected + ")");
  }

  public ByteSize plus(ByteSize other) {
    return new ByteSize(bytes + other.bytes);
  }

  public ByteSize minus(ByteSize other) {
    return new ByteSize(bytes - other.bytes);
  }

  public double mebibytes() {
    return bytes / (double) (1 << 20);
  }

  /** How many hundredths of the whole this is; 0 of nothing. */
  public int percentOf(ByteSize whole) {
    return whole.bytes == 0 ? 0 : (int) Math.round(100.0 * bytes / whole.bytes);
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** Three significant digits in the unit that fits. */
  @Override
  public String toString() {
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= 1000 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    boolean isWhole = unit == 0 || Math.abs(value) >= 99.95;
    return String.format(Locale.ROOT, isWhole ? "%.0f %s" : "%.1f %s", value, UNITS[unit]);
  }
}
