package dev.lowtide.scheduler.binlog;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Dates and times as they are stored since 5.6.4: bit fields, the first byte the highest, then two
 * digits of the fraction a byte. They may be what no calendar has: 2000-00-00, -838:59:59.
 */
final class TimeCell {

  private static final int FRACTION_DIGITS_MAX = 6;

  private TimeCell() {}

  /** Day, month and year in 5, 4 and 15 bits, the lowest first. */
  static String date(EventBody row) throws IOException {
    int bits = (int) row.unsigned(3);
    return format("%04d-%02d-%02d", bits >> 9, (bits >> 5) & 15, bits & 31);
  }

  /**
   * A number with its sign: hours, minutes and seconds in 10, 6 and 6 bits, and the fraction. What
   * is not negative has the highest bit set.
   */
  static String time(EventBody row, int digits) throws IOException {
    int fractionBytes = (digits + 1) / 2;
    int bytes = 3 + fractionBytes;
    long number = row.bigEndian(bytes) - (1L << (8 * bytes - 1));
    long size = Math.abs(number);
    long time = size >> (8 * fractionBytes);
    long fraction = size & ((1L << (8 * fractionBytes)) - 1);
    return (number < 0 ? "-" : "")
        + format("%02d:%02d:%02d", (time >> 12) & 1023, (time >> 6) & 63, time & 63)
        + fraction(fraction, digits);
  }

  /** Year times 13 plus month in 17 bits, then day, hour, minute and second in 5, 5, 6 and 6. */
  static String dateTime(EventBody row, int digits) throws IOException {
    long bits = row.bigEndian(5) - (1L << 39);
    long fraction = row.bigEndian((digits + 1) / 2);
    long yearAndMonth = bits >> 22;
    return format(
            "%04d-%02d-%02d %02d:%02d:%02d",
            yearAndMonth / 13,
            yearAndMonth % 13,
            (bits >> 17) & 31,
            (bits >> 12) & 31,
            (bits >> 6) & 63,
            bits & 63)
        + fraction(fraction, digits);
  }

  /** Seconds since 1970 in UTC; zero is no time at all. */
  static String timestamp(EventBody row, int digits) throws IOException {
    long seconds = row.bigEndian(4);
    long fraction = row.bigEndian((digits + 1) / 2);
    if (seconds == 0 && fraction == 0) {
      return "0000-00-00 00:00:00" + fraction(0, digits);
    }
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    return format(
            "%04d-%02d-%02d %02d:%02d:%02d",
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond())
        + fraction(fraction, digits);
  }

  /** Stored are two digits for each byte; an odd one at the end is zero and not shown. */
  private static String fraction(long stored, int digits) {
    if (digits == 0) {
      return "";
    }
    int storedDigits = Math.min(FRACTION_DIGITS_MAX, (digits + 1) / 2 * 2);
    return "." + format("%0" + storedDigits + "d", stored).substring(0, digits);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
