package dev.lowtide.scheduler.binlog;

import java.io.ByteArrayInputStream;
import java.util.HexFormat;

/** Bytes that are all there already. */
final class Bytes {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Bytes() {}

  static EventBody body(byte[] bytes) {
    return new EventBody(new ByteArrayInputStream(bytes), bytes.length);
  }

  static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  /** Whether a bit of a bitmap is set; the lowest bit comes first. */
  static boolean isSet(byte[] bitmap, int bit) {
    return ((bitmap[bit >> 3] >> (bit & 7)) & 1) != 0;
  }
}
