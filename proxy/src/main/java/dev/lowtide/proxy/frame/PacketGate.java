package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;

/**
 * Lets a byte stream pass payload by payload: none goes on before its head was seen and found good.
 *
 * <p>The caller keeps what may not pass yet and asks again with more bytes behind it. Confined to
 * one event loop.
 */
public final class PacketGate implements Gate {

  private final Keeper keeper;
  private final PayloadHead head = new PayloadHead();

  /** Bytes of the current packet that may pass unseen. */
  private int tail;

  private boolean isContinuation;

  /** The keeper did not let the payload pass that is next. */
  private boolean isDeclined;

  public PacketGate(Keeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public int passable(ByteBuf in) {
    return passable(in, false, false);
  }

  @Override
  public void close() {}

  /** Whether what stands next was seen and may not pass yet, and not merely is not there. */
  boolean isDeclined() {
    return isDeclined;
  }

  /** Likewise, but of what is given together none may wait once anything has passed. */
  int passableTogether(ByteBuf in, boolean hasBegun) {
    return passable(in, hasBegun, true);
  }

  private int passable(ByteBuf in, boolean mustFirst, boolean mustOthers) {
    isDeclined = false;
    int begin = in.readerIndex();
    int at = begin;
    int end = in.writerIndex();
    while (at < end) {
      boolean canWait = !(at == begin ? mustFirst : mustOthers);
      int step = tail > 0 ? passTail(end - at) : passHead(in, at, end, canWait);
      if (step == 0) {
        break;
      }
      at += step;
    }
    return at - begin;
  }

  private int passTail(int available) {
    int passed = Math.min(tail, available);
    tail -= passed;
    return passed;
  }

  private int passHead(ByteBuf in, int at, int end, boolean canWait) {
    if (end - at < PacketHeader.BYTES) {
      return 0;
    }
    int length = PacketHeader.length(in, at);
    int wanted = isContinuation ? 0 : Math.min(length, keeper.headBytes());
    if (end - at < PacketHeader.BYTES + wanted) {
      return 0;
    }
    head.at(in, at + PacketHeader.BYTES, wanted, length, PacketHeader.sequenceId(in, at));
    if (!isContinuation && !keeper.mayPass(head, canWait)) {
      isDeclined = true;
      return 0;
    }
    isContinuation = length == PacketHeader.LENGTH_MAX;
    tail = length - wanted;
    return PacketHeader.BYTES + wanted;
  }
}
