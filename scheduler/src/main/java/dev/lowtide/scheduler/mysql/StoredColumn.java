package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/**
 * A column as InnoDB stores it.
 *
 * @param length an expression for the bytes of a value, without its own length; NULL for NULL
 * @param bytesMax of the longest value there may be
 * @param isVariable whether a length is stored with each value
 * @param mayGoOut whether a long value may go to pages of its own; those of keys may not
 */
record StoredColumn(
    String name,
    String length,
    long bytesMax,
    boolean isVariable,
    boolean isNullable,
    boolean mayGoOut) {

  /** What {@link #of} needs, in this order. */
  static final String SELECTED =
      """
      c.COLUMN_NAME, LOWER(c.DATA_TYPE), c.COLUMN_TYPE, COALESCE(c.CHARACTER_MAXIMUM_LENGTH, 0),
      COALESCE(c.CHARACTER_OCTET_LENGTH, 0), COALESCE(c.NUMERIC_PRECISION, 0),
      COALESCE(c.NUMERIC_SCALE, 0), COALESCE(c.DATETIME_PRECISION, 0), c.IS_NULLABLE = 'YES',
      COALESCE(c.CHARACTER_SET_NAME, '')""";

  /** Their characters take as many bytes each, whatever they are. */
  private static final Set<String> WIDE = Set.of("ucs2", "utf16", "utf16le", "utf32");

  private static final int LONG_MAX = 1 << 30;

  /** Decimal digits in four bytes, and the bytes that fewer of them take. */
  private static final int DIGITS = 9;

  private static final int[] BYTES_OF_DIGITS = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

  static StoredColumn of(ResultSet row, boolean isRedundant) throws SQLException {
    String name = row.getString(1);
    String type = row.getString(2);
    boolean isNullable = row.getBoolean(9);
    int characters = (int) Math.min(LONG_MAX, row.getLong(4));
    int octets = (int) Math.min(LONG_MAX, row.getLong(5));
    int precision = (int) row.getLong(6);
    int scale = (int) row.getLong(7);
    int fraction = (row.getInt(8) + 1) / 2;
    String quoted = TableName.quoted(name);
    return switch (type) {
      case "tinyint", "year" -> fixed(name, 1, isNullable);
      case "smallint" -> fixed(name, 2, isNullable);
      case "mediumint", "date" -> fixed(name, 3, isNullable);
      case "int", "float" -> fixed(name, 4, isNullable);
      case "bigint", "double" -> fixed(name, 8, isNullable);
      case "time" -> fixed(name, 3 + fraction, isNullable);
      case "timestamp" -> fixed(name, 4 + fraction, isNullable);
      case "datetime" -> fixed(name, 5 + fraction, isNullable);
      case "bit" -> fixed(name, (precision + 7) / 8, isNullable);
      case "decimal" -> fixed(name, digits(precision - scale) + digits(scale), isNullable);
      case "enum" -> fixed(name, members(row.getString(3)) > 255 ? 2 : 1, isNullable);
      case "set" -> fixed(name, setBytes(members(row.getString(3))), isNullable);
      case "binary" -> fixed(name, octets, isNullable);
      case "char" -> {
        String charset = row.getString(10).toLowerCase(Locale.ROOT);
        boolean isFixed = isRedundant || octets == characters || WIDE.contains(charset);
        yield isFixed
            ? fixed(name, octets, isNullable)
            : new StoredColumn(
                name,
                "GREATEST(LENGTH(" + quoted + "), " + characters + ")",
                octets,
                true,
                isNullable,
                octets > 255);
      }
      case "varchar", "varbinary" ->
          new StoredColumn(name, "LENGTH(" + quoted + ")", octets, true, isNullable, true);
      case "json" ->
          new StoredColumn(
              name, "JSON_STORAGE_SIZE(" + quoted + ")", LONG_MAX, true, isNullable, true);
      default -> new StoredColumn(name, "LENGTH(" + quoted + ")", LONG_MAX, true, isNullable, true);
    };
  }

  /** A part of a key, of which values do not go out. */
  StoredColumn within(String otherLength) {
    return new StoredColumn(name, otherLength, bytesMax, isVariable, isNullable, false);
  }

  static StoredColumn fixed(String name, int bytes, boolean isNullable) {
    String length =
        isNullable
            ? "IF(" + TableName.quoted(name) + " IS NULL, NULL, " + bytes + ")"
            : String.valueOf(bytes);
    return new StoredColumn(name, length, bytes, false, isNullable, false);
  }

  static int digits(int count) {
    return count / DIGITS * 4 + BYTES_OF_DIGITS[count % DIGITS];
  }

  /** At least; a member may have in it what looks like the end of one. */
  private static int members(String columnType) {
    return columnType.split("','", -1).length;
  }

  private static int setBytes(int members) {
    int bytes = (members + 7) / 8;
    return bytes > 4 ? 8 : bytes == 3 ? 3 : bytes;
  }
}
