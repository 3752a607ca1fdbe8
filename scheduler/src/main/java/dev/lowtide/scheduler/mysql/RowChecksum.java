package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.mysql.Columns.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * An expression whose value is the same for two rows if and only if all values that they hold are
 * the same bytes, NULL being no value; 256 bits of SHA-2, which every server has (MD5 is gone from
 * newer ones).
 *
 * <p>Each value becomes a text that cannot contain the comma between them: a number or a time as it
 * is shown in full, anything else by its own checksum, so that no long value has to be put together
 * (it could not be beyond max_allowed_packet). If a value cannot be shown the whole becomes NULL,
 * which whoever asks must take for a failure and not for a row.
 *
 * <p>Tables have no alias in it: under LOCK TABLES only names that are locked can be used.
 */
record RowChecksum(List<Column> columns) {

  RowChecksum {
    columns = List.copyOf(columns);
  }

  /**
   * Of the values that a table holds. What is computed whenever it is read cannot differ where its
   * definition and the values it is made of are the same; and reading it can fail.
   */
  static RowChecksum of(Connection connection, TableName table) throws SQLException {
    return new RowChecksum(
        Columns.of(connection, table).columns().stream().filter(Column::isStored).toList());
  }

  /** The expression, for rows of this table: 64 hexadecimal digits. */
  String of(TableName table) {
    StringBuilder texts = new StringBuilder("SHA2(CONCAT(''");
    for (Column column : columns) {
      String name = table.quoted() + "." + column.quoted();
      texts.append(", IF(").append(name).append(" IS NULL, 'N', ");
      texts.append(text(column.type(), name)).append("), ','");
    }
    return texts.append("), 256)").toString();
  }

  private static String text(String type, String name) {
    return switch (type) {
      case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year" -> shown(name);
      case "date", "datetime", "timestamp", "time" -> shown(name);
      // FLOAT is shown with six digits, and both can be declared to show fewer decimals. A product
      // is a DOUBLE without such, shown with all it has; adding 0 would lose the sign of -0.
      case "float", "double" -> shown(name + " * 1e0");
      // By number: '' can be a member of an ENUM, and is also shown for what was no member.
      case "enum", "set", "bit" -> "CAST(" + name + " AS UNSIGNED)";
      case "json" -> json(name);
      default -> "SHA2(" + name + ", 256)";
    };
  }

  private static String shown(String expression) {
    return "CAST(" + expression + " AS CHAR)";
  }

  /**
   * Its text, in which a DECIMAL looks like a DOUBLE and a date like a string; so the types of all
   * that is in it, too, by their places.
   */
  private static String json(String name) {
    return "CONCAT(SHA2(%s, 256), JSON_TYPE(%s), %s, '/', %s)"
        .formatted(name, name, types(name, "$**.*"), types(name, "$**[*]"));
  }

  private static String types(String name, String path) {
    return "(SELECT COALESCE(SUM(CRC32(CONCAT(n, JSON_TYPE(v)))), 0) FROM JSON_TABLE("
        + name
        + ", '"
        + path
        + "' COLUMNS (n FOR ORDINALITY, v JSON PATH '$')) AS parts)";
  }
}
