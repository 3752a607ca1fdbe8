package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.KeyColumn;
import dev.lowtide.scheduler.copy.RowKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A place about half-way between two keys, by their values: it need not be a key that there is. How
 * well it is guessed decides how evenly a range is divided, and nothing else; what comes before it
 * and what after is the server's to say.
 */
final class KeyMiddle {

  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);

  /** As most texts that are keys are put together, and in the order of most collations. */
  private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

  /** Of a text's tail that is looked at: 36 to the power of 8 places are enough. */
  private static final int TAIL = 8;

  private KeyMiddle() {}

  /**
   * Values of the key's first columns: the rows up to all that begin with them are one half.
   * Nothing if the two differ in no way that has a middle.
   */
  static Optional<RowKey> between(List<KeyColumn> columns, RowKey low, RowKey high) {
    for (int i = 0; i < columns.size(); i++) {
      String from = low.values().get(i);
      String to = high.values().get(i);
      if (!from.equals(to)) {
        List<String> prefix = new ArrayList<>(low.values().subList(0, i));
        return middle(columns.get(i), from, to)
            .map(
                value -> {
                  prefix.add(value);
                  return new RowKey(prefix);
                });
      }
    }
    return Optional.empty();
  }

  private static Optional<String> middle(KeyColumn column, String from, String to) {
    try {
      return switch (column.type()) {
        case "char", "varchar" -> Optional.of(text(from, to));
        case "binary", "varbinary" -> Optional.of(bytes(from, to));
        case "date" -> Optional.of(date(from, to));
        case "datetime", "timestamp" -> Optional.of(dateTime(from, to));
        case "time" -> Optional.empty();
        default -> Optional.of(number(from, to));
      };
    } catch (NumberFormatException | DateTimeException e) {
      // A date such as 0000-00-00, which has no middle with any other.
      return Optional.empty();
    }
  }

  private static String number(String from, String to) {
    BigDecimal low = new BigDecimal(from);
    BigDecimal high = new BigDecimal(to);
    int scale = Math.max(low.scale(), high.scale());
    return low.add(high).divide(BigDecimal.valueOf(2), scale, RoundingMode.FLOOR).toPlainString();
  }

  private static String date(String from, String to) {
    long low = LocalDate.parse(from).toEpochDay();
    return LocalDate.ofEpochDay(low + Math.floorDiv(LocalDate.parse(to).toEpochDay() - low, 2L))
        .toString();
  }

  private static String dateTime(String from, String to) {
    long low = LocalDateTime.parse(from, DATE_TIME).toEpochSecond(ZoneOffset.UTC);
    long high = LocalDateTime.parse(to, DATE_TIME).toEpochSecond(ZoneOffset.UTC);
    return LocalDateTime.ofEpochSecond(low + Math.floorDiv(high - low, 2L), 0, ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT));
  }

  /** Bytes as a fraction of 256. */
  private static String bytes(String from, String to) {
    byte[] low = HexFormat.of().parseHex(from);
    byte[] high = HexFormat.of().parseHex(to);
    int same = same(low, high);
    int[] digits = new int[TAIL];
    halve(digits, i -> at(low, same + i) & 0xff, i -> at(high, same + i) & 0xff, 256);
    byte[] middle = new byte[same + TAIL];
    System.arraycopy(low, 0, middle, 0, same);
    for (int i = 0; i < TAIL; i++) {
      middle[same + i] = (byte) digits[i];
    }
    return HexFormat.of().formatHex(middle);
  }

  /** Digits and letters as a fraction of 36; what is neither counts as the nearest of them. */
  private static String text(String from, String to) {
    byte[] low = HexFormat.of().parseHex(from);
    byte[] high = HexFormat.of().parseHex(to);
    int same = same(low, high);
    int[] digits = new int[TAIL];
    halve(digits, i -> digit(at(low, same + i)), i -> digit(at(high, same + i)), 36);
    byte[] middle = new byte[same + TAIL];
    System.arraycopy(low, 0, middle, 0, same);
    for (int i = 0; i < TAIL; i++) {
      middle[same + i] = (byte) ALPHABET.charAt(digits[i]);
    }
    return HexFormat.of().formatHex(middle);
  }

  private interface Digits {
    int at(int place);
  }

  private static void halve(int[] middle, Digits low, Digits high, int base) {
    int rest = 0;
    for (int i = 0; i < middle.length; i++) {
      int sum = rest * base + low.at(i) + high.at(i);
      middle[i] = Math.min(base - 1, sum / 2);
      rest = sum % 2;
    }
  }

  private static int digit(byte character) {
    int lower = Character.toLowerCase(character);
    int place = ALPHABET.indexOf(lower);
    return place >= 0 ? place : lower > '9' && lower < 'a' ? 10 : lower <= '9' ? 0 : 35;
  }

  private static int same(byte[] low, byte[] high) {
    int same = 0;
    while (same < low.length && same < high.length && low[same] == high[same]) {
      same++;
    }
    return same;
  }

  private static byte at(byte[] bytes, int place) {
    return place < bytes.length ? bytes[place] : 0;
  }
}
