package dev.lowtide.scheduler.binlog;

import java.io.IOException;

/**
 * A column as a TABLE_MAP event describes it: enough to find where its value ends.
 *
 * <p>See Table_map_event in the server's documentation of the binary log's classes.
 *
 * @param code the type; for CHAR, BINARY, ENUM and SET what hides behind STRING
 * @param meta the type's own bytes: a length in bytes, or digits
 * @param scale of DECIMAL
 */
record ColumnType(int code, int meta, int scale) {

  static final int TINY = 1;
  static final int SHORT = 2;
  static final int LONG = 3;
  static final int FLOAT = 4;
  static final int DOUBLE = 5;
  static final int NULL = 6;
  static final int TIMESTAMP = 7;
  static final int LONGLONG = 8;
  static final int INT24 = 9;
  static final int DATE = 10;
  static final int TIME = 11;
  static final int DATETIME = 12;
  static final int YEAR = 13;
  static final int NEWDATE = 14;
  static final int VARCHAR = 15;
  static final int BIT = 16;
  static final int TIMESTAMP2 = 17;
  static final int DATETIME2 = 18;
  static final int TIME2 = 19;
  static final int VECTOR = 242;
  static final int JSON = 245;
  static final int NEWDECIMAL = 246;
  static final int ENUM = 247;
  static final int SET = 248;
  static final int TINY_BLOB = 249;
  static final int MEDIUM_BLOB = 250;
  static final int LONG_BLOB = 251;
  static final int BLOB = 252;
  static final int VAR_STRING = 253;
  static final int STRING = 254;
  static final int GEOMETRY = 255;

  /** Reads the type's own bytes. */
  static ColumnType read(int code, EventBody metadata) throws IOException {
    return switch (code) {
      case TINY,
          SHORT,
          LONG,
          NULL,
          TIMESTAMP,
          LONGLONG,
          INT24,
          DATE,
          TIME,
          DATETIME,
          YEAR,
          NEWDATE ->
          new ColumnType(code, 0, 0);
      case FLOAT, DOUBLE, TIMESTAMP2, DATETIME2, TIME2 -> new ColumnType(code, metadata.u8(), 0);
      case TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB, JSON, GEOMETRY, VECTOR ->
          new ColumnType(code, metadata.u8(), 0);
      case VARCHAR, VAR_STRING -> new ColumnType(code, metadata.u16(), 0);
      case BIT -> bit(metadata.u8(), metadata.u8());
      case NEWDECIMAL -> new ColumnType(code, metadata.u8(), metadata.u8());
      case STRING -> string(metadata.u8(), metadata.u8());
      default -> throw new UnreadableException("a column of type " + code);
    };
  }

  private static ColumnType bit(int bits, int bytes) {
    return new ColumnType(BIT, bytes + (bits > 0 ? 1 : 0), 0);
  }

  /** A length over 255 has its two highest bits in the type's byte, upside down. */
  private static ColumnType string(int type, int length) {
    if (type == ENUM || type == SET) {
      return new ColumnType(type, length, 0);
    }
    return new ColumnType(type | 0x30, length | (((type & 0x30) ^ 0x30) << 4), 0);
  }

  /** Leaves a value of it behind. */
  void skip(EventBody row) throws IOException {
    row.skip(length(row));
  }

  /** Bytes of a value, its length's own bytes read already where it has such. */
  long length(EventBody row) throws IOException {
    return switch (code) {
      case NULL -> 0;
      case TINY, YEAR -> 1;
      case SHORT -> 2;
      case INT24, DATE, NEWDATE, TIME -> 3;
      case LONG, TIMESTAMP -> 4;
      case LONGLONG, DATETIME -> 8;
      case FLOAT, DOUBLE, BIT, ENUM, SET -> meta;
      case TIMESTAMP2 -> 4 + fractionBytes();
      case DATETIME2 -> 5 + fractionBytes();
      case TIME2 -> 3 + fractionBytes();
      case NEWDECIMAL -> DecimalCell.length(meta, scale);
      case VARCHAR, VAR_STRING, STRING -> row.unsigned(meta < 256 ? 1 : 2);
      case TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, BLOB, JSON, GEOMETRY, VECTOR -> row.unsigned(meta);
      default -> throw new UnreadableException("a column of type " + code);
    };
  }

  /** Two digits a byte. */
  int fractionBytes() {
    return (meta + 1) / 2;
  }
}
