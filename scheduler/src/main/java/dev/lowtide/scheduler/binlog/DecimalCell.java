package dev.lowtide.scheduler.binlog;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A DECIMAL as it is stored: groups of nine digits in four bytes, fewer in as few as hold them, the
 * digits before the point aligned to its left. The highest bit is set for what is not negative; all
 * bits of a negative value are inverted.
 */
final class DecimalCell {

  private static final int GROUP = 9;

  /** Bytes for so many digits. */
  private static final int[] BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

  private DecimalCell() {}

  static int length(int precision, int scale) {
    return bytes(precision - scale) + bytes(scale);
  }

  private static int bytes(int digits) {
    return digits / GROUP * BYTES[GROUP] + BYTES[digits % GROUP];
  }

  /** With all digits of its scale, and no zeros before the first one. */
  static String text(EventBody row, int precision, int scale) throws IOException {
    byte[] cell = row.bytes(length(precision, scale));
    boolean isNegative = (cell[0] & 0x80) == 0;
    cell[0] ^= (byte) 0x80;
    if (isNegative) {
      for (int i = 0; i < cell.length; i++) {
        cell[i] = (byte) ~cell[i];
      }
    }
    EventBody plain = Bytes.body(cell);
    StringBuilder digits = new StringBuilder();
    int whole = precision - scale;
    append(plain, whole % GROUP, digits);
    appendGroups(plain, whole / GROUP, digits);
    appendGroups(plain, scale / GROUP, digits);
    append(plain, scale % GROUP, digits);
    BigDecimal value = new BigDecimal(new BigInteger(digits.toString()), scale);
    return (isNegative ? value.negate() : value).toPlainString();
  }

  private static void appendGroups(EventBody plain, int groups, StringBuilder digits)
      throws IOException {
    for (int i = 0; i < groups; i++) {
      append(plain, GROUP, digits);
    }
  }

  private static void append(EventBody plain, int count, StringBuilder digits) throws IOException {
    if (count > 0) {
      String text = Long.toString(plain.bigEndian(BYTES[count]));
      digits.append("0".repeat(Math.max(0, count - text.length()))).append(text);
    }
  }
}
