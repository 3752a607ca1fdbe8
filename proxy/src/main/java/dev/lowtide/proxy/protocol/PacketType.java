package dev.lowtide.proxy.protocol;

/** First bytes of server payloads. What they mean depends on where in a reply they stand. */
public final class PacketType {

  public static final int OK = 0x00;
  public static final int LOCAL_INFILE = 0xFB;

  /** EOF, or an OK in an EOF's place, or an authentication switch, or the length of a long row. */
  public static final int EOF = 0xFE;

  public static final int ERR = 0xFF;

  /** An EOF without CLIENT_DEPRECATE_EOF is shorter than this; a row is not. */
  public static final int EOF_PACKET_LENGTH_LIMIT = 9;

  private PacketType() {}
}
