package dev.lowtide.proxy.protocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Reads the basic data types of the protocol ("Protocol::Integer", "Protocol::String"), bounds
 * checked: a read beyond the end is a {@link MalformedPacketException}.
 */
public final class PayloadReader {

  private static final int NULL_VALUE = 0xFB;
  private static final int NO_LENENC = 0xFF;
  private static final int LENENC_2_BYTES = 0xFC;
  private static final int LENENC_3_BYTES = 0xFD;
  private static final int LENENC_8_BYTES = 0xFE;

  private final ByteBuf bytes;

  /** Reads from the reader index on, and moves it. */
  public PayloadReader(ByteBuf bytes) {
    this.bytes = bytes;
  }

  public int remaining() {
    return bytes.readableBytes();
  }

  public boolean hasMore() {
    return bytes.isReadable();
  }

  public int int1() {
    need(1);
    return bytes.readUnsignedByte();
  }

  public int int2() {
    need(2);
    return bytes.readUnsignedShortLE();
  }

  public long int4() {
    need(4);
    return bytes.readUnsignedIntLE();
  }

  public long lengthEncodedInt() {
    int first = int1();
    return switch (first) {
      case LENENC_2_BYTES -> int2();
      case LENENC_3_BYTES -> int3();
      case LENENC_8_BYTES -> int8();
      case NULL_VALUE, NO_LENENC ->
          throw new MalformedPacketException(
              String.format(
                  "length-encoded integer: 0x%02X (expected: none of 0xFB, 0xFF)", first));
      default -> first;
    };
  }

  private int int3() {
    need(3);
    return bytes.readUnsignedMediumLE();
  }

  private long int8() {
    need(8);
    return bytes.readLongLE();
  }

  public String lengthEncodedString() {
    return string(length(lengthEncodedInt()));
  }

  public String string(int length) {
    need(length);
    return bytes.readCharSequence(length, StandardCharsets.UTF_8).toString();
  }

  public String nulTerminatedString() {
    int length = bytes.bytesBefore((byte) 0);
    if (length < 0) {
      throw new MalformedPacketException("string without its terminating zero byte");
    }
    String value = string(length);
    skip(1);
    return value;
  }

  public String rest() {
    return string(remaining());
  }

  public void skip(long length) {
    need(length(length));
    bytes.skipBytes((int) length);
  }

  /** A part of this payload with a length of its own. */
  public PayloadReader part(long length) {
    need(length(length));
    return new PayloadReader(bytes.readSlice((int) length));
  }

  private int length(long value) {
    if (value < 0 || value > remaining()) {
      throw beyondEnd(value);
    }
    return (int) value;
  }

  private void need(int length) {
    if (length > remaining()) {
      throw beyondEnd(length);
    }
  }

  private MalformedPacketException beyondEnd(long length) {
    return new MalformedPacketException(
        length + " bytes announced (expected: at most the " + remaining() + " that are left)");
  }
}
