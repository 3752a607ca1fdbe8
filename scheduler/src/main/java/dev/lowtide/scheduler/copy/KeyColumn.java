package dev.lowtide.scheduler.copy;

import dev.lowtide.proxy.activity.TableName;
import java.util.Locale;
import java.util.Set;

/**
 * A column of the key by which rows are told apart, and how its values are written in SQL so that
 * not a bit is lost, whoever read them: a query, or the binary log.
 *
 * <p>Both hand over a value as text: what {@link #selected()} shows of it. Two values are the same
 * bytes if and only if their texts are equal; sessions have time zone +00:00.
 *
 * @param name of the column
 * @param ordinal its place in the table's row, from 0, generated and invisible columns counted
 * @param type DATA_TYPE of the dictionary, in lower case
 * @param isUnsigned of a number
 * @param charset of a text, else empty; "binary" for bytes
 * @param length in bytes of BINARY(n), which is padded to it; in digits after the point of DECIMAL
 *     and of times; else 0
 */
public record KeyColumn(
    String name, int ordinal, String type, boolean isUnsigned, String charset, int length) {

  private static final Set<String> NUMBERS =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year");
  private static final Set<String> TIMES = Set.of("date", "time", "datetime", "timestamp");
  private static final Set<String> STRINGS = Set.of("char", "varchar", "binary", "varbinary");

  public KeyColumn {
    type = type.toLowerCase(Locale.ROOT);
  }

  /** Whether values of the type can be told apart and put in order exactly. */
  public static boolean isSupported(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return NUMBERS.contains(lower) || TIMES.contains(lower) || STRINGS.contains(lower);
  }

  public String quoted() {
    return TableName.quoted(name);
  }

  /** The expression that shows a value as text: digits, a date, or bytes in hexadecimal. */
  public String selected() {
    if (STRINGS.contains(type)) {
      return "HEX(" + quoted() + ")";
    }
    // The zeros of ZEROFILL are not in the value: adding 0 takes them away, and changes nothing.
    boolean mayBeFilled = NUMBERS.contains(type) && !type.equals("year");
    return mayBeFilled ? "CAST(" + quoted() + " + 0 AS CHAR)" : "CAST(" + quoted() + " AS CHAR)";
  }

  /** Such a text as SQL. */
  public String literal(String text) {
    if (STRINGS.contains(type)) {
      return "_" + charset + " x'" + text + "'";
    }
    return TIMES.contains(type) ? "'" + text + "'" : text;
  }
}
