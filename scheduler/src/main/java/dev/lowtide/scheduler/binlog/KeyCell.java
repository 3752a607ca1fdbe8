package dev.lowtide.scheduler.binlog;

import dev.lowtide.scheduler.copy.KeyColumn;
import java.io.IOException;
import java.util.Arrays;

/** A value of a key's column, from a row's image to the text that a query shows of it. */
final class KeyCell {

  private final KeyColumn column;
  private final ColumnType type;

  KeyCell(KeyColumn column, ColumnType type) throws UnreadableException {
    if (type.code() != code(column.type())) {
      throw new UnreadableException(
          "another type of "
              + column.name()
              + ": "
              + type.code()
              + " (expected: "
              + column.type()
              + ")");
    }
    this.column = column;
    this.type = type;
  }

  private static int code(String type) {
    return switch (type) {
      case "tinyint" -> ColumnType.TINY;
      case "smallint" -> ColumnType.SHORT;
      case "mediumint" -> ColumnType.INT24;
      case "int" -> ColumnType.LONG;
      case "bigint" -> ColumnType.LONGLONG;
      case "decimal" -> ColumnType.NEWDECIMAL;
      case "year" -> ColumnType.YEAR;
      case "date" -> ColumnType.DATE;
      case "time" -> ColumnType.TIME2;
      case "datetime" -> ColumnType.DATETIME2;
      case "timestamp" -> ColumnType.TIMESTAMP2;
      case "char", "binary" -> ColumnType.STRING;
      case "varchar", "varbinary" -> ColumnType.VARCHAR;
      default ->
          throw new IllegalArgumentException(
              "key column of type " + type + " (expected: one of KeyColumn.isSupported)");
    };
  }

  String text(EventBody row) throws IOException {
    return switch (type.code()) {
      case ColumnType.TINY,
          ColumnType.SHORT,
          ColumnType.INT24,
          ColumnType.LONG,
          ColumnType.LONGLONG ->
          integer(row);
      case ColumnType.NEWDECIMAL -> DecimalCell.text(row, type.meta(), type.scale());
      case ColumnType.YEAR -> year(row.u8());
      case ColumnType.DATE -> TimeCell.date(row);
      case ColumnType.TIME2 -> TimeCell.time(row, type.meta());
      case ColumnType.DATETIME2 -> TimeCell.dateTime(row, type.meta());
      case ColumnType.TIMESTAMP2 -> TimeCell.timestamp(row, type.meta());
      default -> Bytes.hex(padded(row.bytes((int) type.length(row))));
    };
  }

  private String integer(EventBody row) throws IOException {
    int bytes = (int) type.length(row);
    return column.isUnsigned()
        ? Long.toUnsignedString(row.unsigned(bytes))
        : Long.toString(row.signed(bytes));
  }

  /** Years since 1900; zero is the year 0000. */
  private static String year(int stored) {
    return stored == 0 ? "0000" : String.valueOf(1900 + stored);
  }

  /** The binary log leaves out zeros at the end of BINARY(n); a query shows them. */
  private byte[] padded(byte[] stored) {
    boolean isPadded = column.type().equals("binary") && stored.length < column.length();
    return isPadded ? Arrays.copyOf(stored, column.length()) : stored;
  }
}
