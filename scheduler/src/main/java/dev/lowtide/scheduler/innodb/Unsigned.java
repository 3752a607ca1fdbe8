package dev.lowtide.scheduler.innodb;

import java.nio.ByteBuffer;

/** Numbers in pages: most significant byte first, without a sign. */
final class Unsigned {

  private Unsigned() {}

  static int u8(ByteBuffer bytes, int at) {
    return bytes.get(at) & 0xff;
  }

  static int u16(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xffff;
  }

  static long u32(ByteBuffer bytes, int at) {
    return bytes.getInt(at) & 0xffffffffL;
  }
}
