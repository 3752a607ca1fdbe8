package dev.lowtide.it.chaos;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A column of a key. Every number below {@link #NUMBERS_MAX} has a value of its own, which is never
 * in the order of the numbers unless the name says so.
 *
 * @param ddl its type
 * @param exact as in {@link ColumnType}
 * @param spellings how many texts the server takes for one and the same value
 */
record KeyKind(String ddl, String exact, int spellings, Values values) {

  /** Bounded by the days of the calendar: a DATE must tell them apart. */
  static final int NUMBERS_MAX = 1_000_000;

  /** Where the server's own numbers begin, above all that are made up. */
  static final long AUTO_INCREMENT = 3_000_000_000L;

  /** Makes a literal of a number. */
  interface Values {
    String literal(long number, int spelling);
  }

  private static final String AS_TEXT = "CAST(%s AS CHAR)";
  private static final String AS_BYTES = "HEX(%s)";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** Prime to it, so every day has one number. */
  private static final int DAYS = 3_000_000;

  private static final List<KeyKind> SERIAL =
      List.of(
          plain("bigint", n -> String.valueOf(n * 3 + 1)),
          plain("int unsigned", n -> String.valueOf(n * 3 + 1)),
          plain("bigint unsigned", n -> String.valueOf(mixed(n) + 1)),
          plain("bigint", n -> String.valueOf(mixed(n) - (1L << 30))));

  private static final List<KeyKind> DISTINCT =
      List.of(
          plain("int", n -> String.valueOf(mixed(n) - (1L << 30))),
          plain("int", n -> String.valueOf(-n * 5)),
          plain("bigint unsigned", n -> Long.toUnsignedString(-1 - mixed(n) * 8)),
          plain("bigint", n -> String.valueOf((mixed(n) - (1L << 30)) * 4_294_967_291L)),
          plain("decimal(24,6)", KeyKind::decimal),
          plain("date", KeyKind::day),
          plain("datetime(6)", n -> moment(n, mixed(n) * 60, LocalDate.of(1000, 1, 1))),
          plain(
              "timestamp(6)",
              n -> moment(n, 1 + mixed(n) % 2_000_000_000L, LocalDate.of(1970, 1, 1))),
          plain("time(3)", KeyKind::time),
          bytes("binary(16)", 16, 0),
          bytes("varbinary(40)", 7, 0),
          text("varchar(40) character set utf8mb4 collate utf8mb4_0900_ai_ci", "😀", 2),
          text("varchar(40) character set utf8mb4 collate utf8mb4_general_ci", "É", 3),
          text("varchar(40) character set utf8mb4 collate utf8mb4_unicode_ci", "ß", 3),
          text("varchar(40) character set utf8mb4 collate utf8mb4_bin", "日", 1),
          text("varchar(40) character set utf8mb4 collate utf8mb4_0900_bin", "𝄞", 1),
          text("varchar(40) character set latin1 collate latin1_swedish_ci", "ø", 3),
          text("char(30) character set ascii", "x", 2),
          text("varchar(30) character set ucs2", "Ж", 2));

  private static final List<KeyKind> COARSE =
      List.of(
          plain("tinyint", n -> String.valueOf(n % 7 - 3)),
          plain("smallint unsigned", n -> String.valueOf(mixed(n) % 65_536)),
          plain("year", n -> String.valueOf(2000 + n % 20)),
          plain("date", n -> n % 9 == 0 ? "'0000-00-00'" : "'2024-02-" + (10 + n % 19) + "'"),
          text("char(3) character set utf8mb4 collate utf8mb4_0900_ai_ci", 5),
          bytes("binary(3)", 3, 11));

  /** One that may be AUTO_INCREMENT. */
  static KeyKind serial(Random random) {
    return any(SERIAL, random);
  }

  /** One in which two numbers never have the same value. */
  static KeyKind distinct(Random random) {
    return any(DISTINCT, random);
  }

  /** One that tells a few apart only. */
  static KeyKind coarse(Random random) {
    return any(COARSE, random);
  }

  private static KeyKind any(List<KeyKind> kinds, Random random) {
    return kinds.get(random.nextInt(kinds.size()));
  }

  /** Numbers in disorder, below 2^31: an odd factor has an inverse. */
  private static long mixed(long number) {
    return (number * 0x9E3779B1L) & 0x7fffffffL;
  }

  private interface Plain {
    String literal(long number);
  }

  private static KeyKind plain(String ddl, Plain plain) {
    return new KeyKind(ddl, AS_TEXT, 1, (number, spelling) -> plain.literal(number));
  }

  private static String decimal(long number) {
    return String.format(Locale.ROOT, "%d.%06d", mixed(number) - (1L << 30), number % 1_000_000);
  }

  private static String day(long number) {
    return number == 7
        ? "'0000-00-00'"
        : "'" + LocalDate.of(1, 1, 1).plusDays(number * 1_000_003 % DAYS) + "'";
  }

  private static String moment(long number, long seconds, LocalDate from) {
    LocalDateTime time = from.atStartOfDay().plusSeconds(seconds);
    return String.format(Locale.ROOT, "'%s.%06d'", MOMENT.format(time), number % 1_000_000);
  }

  private static String time(long number) {
    long seconds = number * 1009 % 2_900_000;
    String sign = number % 2 == 0 ? "-" : "";
    return String.format(
        Locale.ROOT,
        "'%s%d:%02d:%02d.%03d'",
        sign,
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        number % 1000);
  }

  /** Bytes of which some are zero at the end: a BINARY is compared with all of its length. */
  private static KeyKind bytes(String ddl, int length, int values) {
    return new KeyKind(
        ddl,
        AS_BYTES,
        1,
        (number, spelling) -> {
          ByteBuffer bytes = ByteBuffer.allocate(length);
          if (values > 0) {
            bytes.put((byte) (number % values * 25));
          } else {
            bytes.putInt((int) mixed(number));
          }
          return Literals.bytes(bytes.array());
        });
  }

  private static KeyKind text(String ddl, int values) {
    return new KeyKind(
        ddl,
        AS_BYTES,
        2,
        (number, spelling) -> {
          String word = Long.toString(10 + number % values, 36);
          return Literals.text(spelling == 0 ? word : word.toUpperCase(Locale.ROOT));
        });
  }

  /** A prefix that some rows have, a word of its own; capitals or a blank at the end to respell. */
  private static KeyKind text(String ddl, String prefix, int spellings) {
    return new KeyKind(
        ddl,
        AS_BYTES,
        spellings,
        (number, spelling) -> {
          String word = Long.toString(mixed(number), 36);
          String prefixed = (number % 5 == 0 ? prefix : "k") + word;
          return Literals.text(
              switch (spelling) {
                case 0 -> prefixed;
                case 1 -> (number % 5 == 0 ? prefix : "K") + word.toUpperCase(Locale.ROOT);
                default -> prefixed + " ";
              });
        });
  }
}
