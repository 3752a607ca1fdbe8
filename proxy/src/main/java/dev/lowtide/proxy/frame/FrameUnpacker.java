package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/**
 * Gets the plain stream out of compressed frames that arrive in arbitrary cuts, a step at a time,
 * so that no frame need ever be kept whole. See "Compressed Packet" in the protocol documentation.
 * Confined to one event loop.
 */
final class FrameUnpacker {

  /** Compressed length (3), sequence id (1), and length before compression (3). */
  private static final int HEADER_BYTES = 7;

  /** At most so much comes out of one step. */
  static final int STEP_BYTES = 16 * 1024;

  private final Decompressor decompressor;

  /** The header as far as it has been read, its first byte lowest. */
  private long header;

  private int headerRead;

  /** Of the current frame, what is still to be read and what is still to come out. */
  private int compressedLeft;

  private int plainLeft;

  /** The frame was not worth compressing. */
  private boolean isStored;

  private boolean hasMoreToGive;

  FrameUnpacker(Compression compression) {
    decompressor = compression.decompressor();
  }

  /** Whether all that was read so far are whole frames. */
  boolean isBetweenFrames() {
    return headerRead == 0;
  }

  /** Whether more can come out of what was read already. */
  boolean hasMoreToGive() {
    return hasMoreToGive;
  }

  /** That of the frame whose header was read last. */
  int sequenceId() {
    return (int) (header >> 24) & 0xFF;
  }

  /**
   * Takes the next step, which is within one frame. Returns how many of the bytes it used; it may
   * use none and still add to the plain ones.
   */
  int step(ByteBuf in, int from, int to, ByteBuf plain) {
    int used;
    if (headerRead < HEADER_BYTES) {
      used = readHeader(in, from, to);
    } else if (isStored || plainLeft == 0) {
      used = copy(in, from, Math.min(to - from, compressedLeft), plain);
    } else {
      used = decompress(in, from, Math.min(to - from, compressedLeft), plain);
    }
    if (headerRead == HEADER_BYTES && compressedLeft == 0 && plainLeft == 0) {
      headerRead = 0;
    }
    return used;
  }

  void close() {
    decompressor.close();
  }

  private int readHeader(ByteBuf in, int from, int to) {
    int at = from;
    while (at < to && headerRead < HEADER_BYTES) {
      header = headerRead == 0 ? 0 : header;
      header |= (long) in.getUnsignedByte(at) << (8 * headerRead);
      headerRead++;
      at++;
    }
    if (headerRead == HEADER_BYTES) {
      beginFrame((int) (header & 0xFFFFFF), (int) (header >> 32));
    }
    return at - from;
  }

  private void beginFrame(int compressedLength, int plainLength) {
    isStored = plainLength == 0;
    compressedLeft = compressedLength;
    plainLeft = isStored ? compressedLength : plainLength;
    if (!isStored) {
      decompressor.begin();
    }
  }

  /** What is stored comes out as it is; of a checksum behind the last plain byte nothing does. */
  private int copy(ByteBuf in, int from, int length, ByteBuf plain) {
    int copied = isStored ? Math.min(length, STEP_BYTES) : 0;
    plain.writeBytes(in, from, copied);
    plainLeft -= copied;
    int used = isStored ? copied : length;
    compressedLeft -= used;
    return used;
  }

  private int decompress(ByteBuf in, int from, int length, ByteBuf plain) {
    int room = Math.min(plainLeft, STEP_BYTES);
    plain.ensureWritable(room);
    ByteBuffer source = in.nioBuffer(from, length);
    ByteBuffer target = plain.nioBuffer(plain.writerIndex(), room);
    decompressor.decompress(source, target);
    int used = length - source.remaining();
    int produced = room - target.remaining();
    plain.writerIndex(plain.writerIndex() + produced);
    compressedLeft -= used;
    plainLeft -= produced;
    hasMoreToGive = produced == room && plainLeft > 0;
    if (used == 0 && produced == 0 && (length > 0 || compressedLeft == 0)) {
      throw new MalformedFrameException(
          "compressed frame: ends " + plainLeft + " bytes before it should");
    }
    return used;
  }
}
