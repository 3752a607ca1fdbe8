package dev.lowtide.scheduler.binlog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The payloads of packets, one after the other, each as a stream that ends: an event longer than 16
 * MiB comes in several packets.
 */
final class PacketStream extends InputStream {

  /** A packet of this length is followed by another one of the same payload. */
  private static final int LENGTH_MAX = 0xFFFFFF;

  private final InputStream in;
  private int left;
  private boolean isLast = true;

  PacketStream(InputStream in) {
    this.in = in;
  }

  /** Goes to the next payload; what is left of this one is left out. */
  void next() throws IOException {
    while (left > 0 || !isLast) {
      in.skipNBytes(left);
      left = 0;
      if (!isLast) {
        readHead();
      }
    }
    readHead();
  }

  @Override
  public int read() throws IOException {
    if (isAtEnd()) {
      return -1;
    }
    left--;
    return in.read();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (isAtEnd()) {
      return -1;
    }
    int count = in.read(into, offset, Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the server closed the link");
    }
    left -= count;
    return count;
  }

  private boolean isAtEnd() throws IOException {
    while (left == 0 && !isLast) {
      readHead();
    }
    return left == 0;
  }

  private void readHead() throws IOException {
    byte[] head = in.readNBytes(4);
    if (head.length < 4) {
      throw new EOFException("the server closed the link");
    }
    left = (head[0] & 0xFF) | ((head[1] & 0xFF) << 8) | ((head[2] & 0xFF) << 16);
    isLast = left < LENGTH_MAX;
  }
}
