package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;

/**
 * The four bytes before every payload: its length in three, unsigned and little-endian, and the
 * sequence id. See "MySQL Packets" in the MySQL Internals documentation.
 */
public final class PacketHeader {

  public static final int BYTES = 4;

  /** A packet this long is continued by the next; a payload ends with the first shorter one. */
  public static final int LENGTH_MAX = 0xFFFFFF;

  private PacketHeader() {}

  public static int length(ByteBuf bytes, int index) {
    return bytes.getUnsignedMediumLE(index);
  }

  public static int sequenceId(ByteBuf bytes, int index) {
    return bytes.getUnsignedByte(index + 3);
  }

  public static void write(ByteBuf out, int length, int sequenceId) {
    out.writeMediumLE(length).writeByte(sequenceId);
  }
}
