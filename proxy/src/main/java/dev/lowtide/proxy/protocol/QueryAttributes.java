package dev.lowtide.proxy.protocol;

/**
 * What stands before the text of a COM_QUERY under CLIENT_QUERY_ATTRIBUTES: parameters in the
 * binary protocol's encoding ("COM_QUERY", "Binary Protocol Value").
 */
public final class QueryAttributes {

  private static final int MYSQL_TYPE_TINY = 0x01;
  private static final int MYSQL_TYPE_SHORT = 0x02;
  private static final int MYSQL_TYPE_LONG = 0x03;
  private static final int MYSQL_TYPE_FLOAT = 0x04;
  private static final int MYSQL_TYPE_DOUBLE = 0x05;
  private static final int MYSQL_TYPE_NULL = 0x06;
  private static final int MYSQL_TYPE_TIMESTAMP = 0x07;
  private static final int MYSQL_TYPE_LONGLONG = 0x08;
  private static final int MYSQL_TYPE_INT24 = 0x09;
  private static final int MYSQL_TYPE_DATE = 0x0A;
  private static final int MYSQL_TYPE_TIME = 0x0B;
  private static final int MYSQL_TYPE_DATETIME = 0x0C;
  private static final int MYSQL_TYPE_YEAR = 0x0D;

  private QueryAttributes() {}

  /** Moves the reader to the first byte of the text. */
  public static void skip(PayloadReader reader) {
    long count = reader.lengthEncodedInt();
    reader.lengthEncodedInt();
    if (count == 0) {
      return;
    }
    if (count < 0 || count > reader.remaining()) {
      throw new MalformedPacketException("query attributes: " + count);
    }
    boolean[] isNull = nullBitmap(reader, (int) count);
    int[] types = types(reader, (int) count);
    for (int i = 0; i < count; i++) {
      if (!isNull[i]) {
        skipValue(reader, types[i]);
      }
    }
  }

  private static boolean[] nullBitmap(PayloadReader reader, int count) {
    boolean[] isNull = new boolean[count];
    for (int at = 0; at < count; at += 8) {
      int bits = reader.int1();
      for (int i = at; i < Math.min(at + 8, count); i++) {
        isNull[i] = (bits & 1 << (i - at)) != 0;
      }
    }
    return isNull;
  }

  /** The flag that types follow is always 1 here; each type comes with its parameter's name. */
  private static int[] types(PayloadReader reader, int count) {
    if (reader.int1() != 1) {
      throw new MalformedPacketException("query attributes without types");
    }
    int[] types = new int[count];
    for (int i = 0; i < count; i++) {
      types[i] = reader.int2() & 0xFF;
      reader.skip(reader.lengthEncodedInt());
    }
    return types;
  }

  private static void skipValue(PayloadReader reader, int type) {
    switch (type) {
      case MYSQL_TYPE_NULL -> {}
      case MYSQL_TYPE_TINY -> reader.skip(1);
      case MYSQL_TYPE_SHORT, MYSQL_TYPE_YEAR -> reader.skip(2);
      case MYSQL_TYPE_LONG, MYSQL_TYPE_INT24, MYSQL_TYPE_FLOAT -> reader.skip(4);
      case MYSQL_TYPE_LONGLONG, MYSQL_TYPE_DOUBLE -> reader.skip(8);
      case MYSQL_TYPE_DATE, MYSQL_TYPE_DATETIME, MYSQL_TYPE_TIMESTAMP, MYSQL_TYPE_TIME ->
          reader.skip(reader.int1());
      default -> reader.skip(reader.lengthEncodedInt());
    }
  }
}
