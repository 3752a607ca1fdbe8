package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;

/**
 * Passes over one payload of a stream that arrives in arbitrary cuts, however many packets it has.
 * Confined to one event loop.
 */
public final class PayloadSkipper {

  /** Of the current packet. */
  private int left;

  private boolean isContinued = true;
  private int sequenceId;

  /** How many of the bytes belong to the payload, of those that have not been passed over. */
  public int skip(ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end && !isOver() && (left > 0 || end - at >= PacketHeader.BYTES)) {
      if (left == 0) {
        left = PacketHeader.length(in, at);
        isContinued = left == PacketHeader.LENGTH_MAX;
        sequenceId = PacketHeader.sequenceId(in, at);
        at += PacketHeader.BYTES;
      } else {
        int skipped = Math.min(left, end - at);
        left -= skipped;
        at += skipped;
      }
    }
    return at - in.readerIndex();
  }

  /** Whether all of it has been passed over. */
  public boolean isOver() {
    return left == 0 && !isContinued;
  }

  /** The number of its last packet. */
  public int sequenceId() {
    return sequenceId;
  }
}
