package dev.lowtide.scheduler.binlog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of an event, read as they come in: a row may be as long as max_allowed_packet (1 GiB),
 * and of most of it only the length matters. Numbers are little-endian unless a method says so.
 */
final class EventBody {

  private final InputStream in;
  private long remaining;

  EventBody(InputStream in, long length) {
    this.in = in;
    this.remaining = length;
  }

  long remaining() {
    return remaining;
  }

  int u8() throws IOException {
    take(1);
    int value = in.read();
    if (value < 0) {
      throw new EOFException("the event ends too early");
    }
    return value;
  }

  int u16() throws IOException {
    return (int) unsigned(2);
  }

  long u32() throws IOException {
    return unsigned(4);
  }

  /** Of up to eight bytes; eight of them may come out negative. */
  long unsigned(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) u8() << (8 * i);
    }
    return value;
  }

  long signed(int bytes) throws IOException {
    int unused = Long.SIZE - 8 * bytes;
    return (unsigned(bytes) << unused) >> unused;
  }

  /** The first byte is the highest. */
  long bigEndian(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = (value << 8) | u8();
    }
    return value;
  }

  /** A length-encoded integer. */
  long packed() throws IOException {
    int first = u8();
    return switch (first) {
      case 0xFC -> unsigned(2);
      case 0xFD -> unsigned(3);
      case 0xFE -> unsigned(8);
      default -> first;
    };
  }

  byte[] bytes(int count) throws IOException {
    take(count);
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the event ends too early");
    }
    return bytes;
  }

  String text(int bytes) throws IOException {
    return new String(bytes(bytes), StandardCharsets.UTF_8);
  }

  void skip(long count) throws IOException {
    take(count);
    in.skipNBytes(count);
  }

  void skipAll() throws IOException {
    skip(remaining);
  }

  /** What is left, for whoever unpacks it. */
  InputStream rest() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return remaining == 0 ? -1 : u8();
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        if (remaining == 0) {
          return -1;
        }
        int count = in.read(into, offset, (int) Math.min(length, remaining));
        if (count < 0) {
          throw new EOFException("the event ends too early");
        }
        take(count);
        return count;
      }
    };
  }

  private void take(long count) throws IOException {
    if (count < 0 || count > remaining) {
      throw new UnreadableException(
          "an event with " + remaining + " bytes left (expected: " + count + " more)");
    }
    remaining -= count;
  }
}
