package dev.lowtide.proxy.protocol;

/** EOF_Packet, without CLIENT_DEPRECATE_EOF. */
public record EofPacket(StatusFlags status) {

  public static EofPacket read(PayloadReader reader) {
    reader.skip(3);
    return new EofPacket(new StatusFlags(reader.int2()));
  }
}
