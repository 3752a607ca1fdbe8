package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;

/**
 * Walks the packets in a stream of compressed frames without holding a byte back: the frames go on
 * as they are while this unpacks a copy. Confined to one event loop.
 */
public final class CompressedScanner implements Scanner {

  private final FrameUnpacker unpacker;
  private final PacketScanner scanner;

  /** Goes on where the scanner of the uncompressed stream stands. */
  public CompressedScanner(Compression compression, PacketScanner scanner) {
    this.unpacker = new FrameUnpacker(compression);
    this.scanner = scanner;
  }

  @Override
  public void scan(ByteBuf in) {
    ByteBuf plain = in.alloc().directBuffer(FrameUnpacker.STEP_BYTES);
    try {
      int at = in.readerIndex();
      while (at < in.writerIndex() || unpacker.hasMoreToGive()) {
        at += unpacker.step(in, at, in.writerIndex(), plain);
        scanner.scan(plain);
        plain.clear();
      }
    } finally {
      plain.release();
    }
  }

  @Override
  public boolean isBetweenPackets() {
    return unpacker.isBetweenFrames() && scanner.isBetweenPackets();
  }

  @Override
  public void close() {
    unpacker.close();
  }
}
