package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Walks the packets of a byte stream that arrives in arbitrary cuts, without holding a byte back:
 * the bytes themselves go on to the peer while this looks at their heads.
 *
 * <p>Heads are read in place and tails skipped by arithmetic; only a head that a cut runs through
 * is collected in a small buffer of our own. Confined to one event loop.
 */
public final class PacketScanner implements Scanner {

  private final PayloadSink sink;
  private final PayloadHead head = new PayloadHead();

  /** Header and head of a packet that a cut runs through. On the heap: nobody has to release it. */
  private final ByteBuf stash = Unpooled.buffer(0);

  /** How much the stash is to hold before it can be read again. */
  private int stashWanted;

  /** Bytes of the current packet that nobody wants to see. */
  private int tail;

  /** The current packet was full, so the next one goes on with the same payload. */
  private boolean isContinuation;

  public PacketScanner(PayloadSink sink) {
    this.sink = sink;
  }

  @Override
  public void scan(ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    while (at < end) {
      if (tail > 0) {
        int skipped = Math.min(tail, end - at);
        tail -= skipped;
        at += skipped;
      } else if (stash.isReadable()) {
        at += collect(in, at, end);
      } else {
        at = passOver(in, at, end);
        at += at < end ? enter(in, at, end) : 0;
      }
    }
  }

  /**
   * Passes over whole packets that nobody wants to see. Of a large result these are nearly all, and
   * what they cost is most of what a proxy costs.
   */
  private int passOver(ByteBuf in, int from, int end) {
    int ofInterest = isContinuation ? 0 : sink.firstByteOfInterest();
    int at = from;
    while (ofInterest > 0 && end - at > PacketHeader.BYTES) {
      int length = PacketHeader.length(in, at);
      int next = at + PacketHeader.BYTES + length;
      if (next > end
          || length == 0
          || length == PacketHeader.LENGTH_MAX
          || in.getUnsignedByte(at + PacketHeader.BYTES) >= ofInterest) {
        break;
      }
      at = next;
    }
    return at;
  }

  @Override
  public void close() {}

  @Override
  public boolean isBetweenPackets() {
    return tail == 0 && !stash.isReadable() && !isContinuation;
  }

  /** Reads the packet that begins here, or stashes what there is of it. Returns bytes used. */
  private int enter(ByteBuf in, int at, int end) {
    int used = read(in, at, end);
    if (used > 0) {
      return used;
    }
    stash.writeBytes(in, at, end - at);
    return end - at;
  }

  private int collect(ByteBuf in, int at, int end) {
    int added = Math.min(stashWanted - stash.readableBytes(), end - at);
    stash.writeBytes(in, at, added);
    if (stash.readableBytes() == stashWanted && read(stash, 0, stash.writerIndex()) > 0) {
      stash.clear();
    }
    return added;
  }

  /** Hands over the head at the index if all of it is here. Returns its bytes, or 0. */
  private int read(ByteBuf bytes, int at, int end) {
    stashWanted = PacketHeader.BYTES;
    if (end - at < stashWanted) {
      return 0;
    }
    int length = PacketHeader.length(bytes, at);
    int wanted = isContinuation ? 0 : Math.min(length, sink.headBytes());
    stashWanted += wanted;
    if (end - at < stashWanted) {
      return 0;
    }
    boolean isFirst = !isContinuation;
    isContinuation = length == PacketHeader.LENGTH_MAX;
    tail = length - wanted;
    if (isFirst) {
      int sequenceId = PacketHeader.sequenceId(bytes, at);
      sink.onPayload(head.at(bytes, at + PacketHeader.BYTES, wanted, length, sequenceId));
    }
    return PacketHeader.BYTES + wanted;
  }
}
