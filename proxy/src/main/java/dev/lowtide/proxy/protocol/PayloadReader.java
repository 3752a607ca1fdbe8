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
  private final int end;
  private int at;

  /** Reads what is readable, and moves no index. */
  public PayloadReader(ByteBuf bytes) {
    this(bytes, bytes.readerIndex(), bytes.readableBytes());
  }

  /** Reads a payload where it lies among others: no view of it has to be made. */
  public PayloadReader(ByteBuf bytes, int index, int length) {
    this.bytes = bytes;
    this.at = index;
    this.end = index + length;
  }

  /** Where in the buffer the next byte lies. */
  public int index() {
    return at;
  }

  public int remaining() {
    return end - at;
  }

  public boolean hasMore() {
    return at < end;
  }

  public int int1() {
    return bytes.getUnsignedByte(take(1));
  }

  public int int2() {
    return bytes.getUnsignedShortLE(take(2));
  }

  public long int4() {
    return bytes.getUnsignedIntLE(take(4));
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
    return bytes.getUnsignedMediumLE(take(3));
  }

  private long int8() {
    return bytes.getLongLE(take(8));
  }

  public String lengthEncodedString() {
    return string(length(lengthEncodedInt()));
  }

  public String string(int length) {
    return bytes.toString(take(length), length, StandardCharsets.UTF_8);
  }

  public byte[] bytes(int length) {
    int from = take(length);
    byte[] value = new byte[length];
    bytes.getBytes(from, value);
    return value;
  }

  public String nulTerminatedString() {
    int zero = bytes.indexOf(at, end, (byte) 0);
    if (zero < 0) {
      throw new MalformedPacketException("string without its terminating zero byte");
    }
    String value = string(zero - at);
    skip(1);
    return value;
  }

  public String rest() {
    return string(remaining());
  }

  public void skip(long length) {
    take(length(length));
  }

  /** A part of this payload with a length of its own. */
  public PayloadReader part(long length) {
    int part = length(length);
    return new PayloadReader(bytes, take(part), part);
  }

  private int length(long value) {
    if (value < 0 || value > remaining()) {
      throw beyondEnd(value);
    }
    return (int) value;
  }

  /** Moves on, and tells where the bytes begin that were moved over. */
  private int take(int length) {
    if (length > remaining()) {
      throw beyondEnd(length);
    }
    int begin = at;
    at += length;
    return begin;
  }

  private MalformedPacketException beyondEnd(long length) {
    return new MalformedPacketException(
        length + " bytes announced (expected: at most the " + remaining() + " that are left)");
  }
}
