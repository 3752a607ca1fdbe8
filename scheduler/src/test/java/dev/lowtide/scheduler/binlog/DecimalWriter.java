package dev.lowtide.scheduler.binlog;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;

/** Writes a DECIMAL as the server does. */
final class DecimalWriter {

  private static final int[] BYTES = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

  private DecimalWriter() {}

  static byte[] write(BigDecimal value, int precision, int scale) {
    String digits = value.abs().unscaledValue().toString();
    digits = "0".repeat(precision - digits.length()) + digits;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int whole = precision - scale;
    int at = 0;
    for (int left = whole; left > 0; ) {
      int count = left % 9 == 0 ? 9 : left % 9;
      group(out, digits.substring(at, at + count));
      at += count;
      left -= count;
    }
    for (int left = scale; left > 0; ) {
      int count = Math.min(9, left);
      group(out, digits.substring(at, at + count));
      at += count;
      left -= count;
    }
    byte[] bytes = out.toByteArray();
    if (value.signum() < 0) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) ~bytes[i];
      }
    }
    bytes[0] ^= (byte) 0x80;
    return bytes;
  }

  private static void group(ByteArrayOutputStream out, String digits) {
    int number = Integer.parseInt(digits);
    for (int i = BYTES[digits.length()] - 1; i >= 0; i--) {
      out.write(number >> (8 * i));
    }
  }
}
