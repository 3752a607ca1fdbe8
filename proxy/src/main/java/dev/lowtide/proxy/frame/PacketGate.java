package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;

/**
 * Lets a byte stream pass payload by payload: none goes on before its head was seen and found good.
 *
 * <p>The caller keeps what may not pass yet and asks again with more bytes behind it. Confined to
 * one event loop.
 */
public final class PacketGate {

  /** Who decides. */
  public interface Keeper {

    /** How many of the next payload's bytes must be at hand to decide. */
    int headBytes();

    /** Whether the payload may go on. If not, it is asked again at the next call. */
    boolean mayPass(PayloadHead head);
  }

  private final Keeper keeper;
  private final PayloadHead head = new PayloadHead();

  /** Bytes of the current packet that may pass unseen. */
  private int tail;

  private boolean isContinuation;

  public PacketGate(Keeper keeper) {
    this.keeper = keeper;
  }

  /** How many bytes from the reader index on may pass now; the caller must let them pass. */
  public int passable(ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end) {
      int step = tail > 0 ? passTail(end - at) : passHead(in, at, end);
      if (step == 0) {
        break;
      }
      at += step;
    }
    return at - in.readerIndex();
  }

  private int passTail(int available) {
    int passed = Math.min(tail, available);
    tail -= passed;
    return passed;
  }

  private int passHead(ByteBuf in, int at, int end) {
    if (end - at < PacketHeader.BYTES) {
      return 0;
    }
    int length = PacketHeader.length(in, at);
    int wanted = isContinuation ? 0 : Math.min(length, keeper.headBytes());
    if (end - at < PacketHeader.BYTES + wanted) {
      return 0;
    }
    head.at(in, at + PacketHeader.BYTES, wanted, length, PacketHeader.sequenceId(in, at));
    if (!isContinuation && !keeper.mayPass(head)) {
      return 0;
    }
    isContinuation = length == PacketHeader.LENGTH_MAX;
    tail = length - wanted;
    return PacketHeader.BYTES + wanted;
  }
}
