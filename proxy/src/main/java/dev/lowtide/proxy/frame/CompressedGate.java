package dev.lowtide.proxy.frame;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Lets compressed frames pass when all that is packed in them may. A frame that has begun to pass
 * passes: the server does not look into one before it has all of it, so a payload could not wait
 * for the reply to another one in the same frame. Confined to one event loop.
 */
public final class CompressedGate implements Gate {

  /** The longest head that anybody may want to see, and the step that is taken for it. */
  private static final int PLAIN_BYTES_MAX = 128 * 1024;

  /** More bytes are needed. */
  public static final int NOT_WHOLE = 0;

  /** There is something else in its frames, or it is longer than anything is kept for. */
  public static final int NOT_ALONE = -1;

  private final FrameUnpacker unpacker;
  private final PacketGate gate;

  /** What was unpacked and has not passed; given back when there is nothing in it. */
  private @Nullable ByteBuf plain;

  /** Bytes behind the inbox's reader index that were unpacked already. */
  private int unpacked;

  /** Something that was packed in bytes which have not passed yet was let pass. */
  private boolean hasBegun;

  /** Goes on where the gate of the uncompressed stream stands. */
  public CompressedGate(Compression compression, PacketGate gate) {
    this.unpacker = new FrameUnpacker(compression);
    this.gate = gate;
  }

  @Override
  public int passable(ByteBuf in) {
    ByteBuf bytes = plain == null ? in.alloc().directBuffer(FrameUnpacker.STEP_BYTES) : plain;
    plain = bytes;
    int passable = passable(in, bytes);
    unpacked -= passable;
    if (!bytes.isReadable()) {
      close(bytes);
    }
    return passable;
  }

  @Override
  public void close() {
    unpacker.close();
    if (plain != null) {
      close(plain);
    }
  }

  private int passable(ByteBuf in, ByteBuf bytes) {
    int passable = 0;
    do {
      int passed = gate.passableTogether(bytes, hasBegun);
      bytes.skipBytes(passed).discardReadBytes();
      hasBegun |= passed > 0;
      boolean isWholeFrames = unpacker.isBetweenFrames();
      if (isAllThrough(bytes) && (hasBegun || isWholeFrames)) {
        passable = unpacked;
        hasBegun = !isWholeFrames;
      }
    } while (!isDeclinedAtEnd(bytes) && unpack(in, bytes));
    return passable;
  }

  /** What stands in the frames behind is of no use before what waits in these has passed. */
  private boolean isDeclinedAtEnd(ByteBuf bytes) {
    return gate.isDeclined()
        && unpacker.isBetweenFrames()
        && bytes.readableBytes() >= packetBytes(bytes);
  }

  /**
   * Drops the frames of a payload that did not pass, and goes on behind them. Returns how many
   * bytes from the reader index on they are, or one of the other two.
   */
  public int dropDeclined() {
    ByteBuf bytes = plain;
    if (bytes == null || hasBegun || packetBytes(bytes) > PLAIN_BYTES_MAX) {
      return NOT_ALONE;
    }
    if (!isDeclinedAtEnd(bytes)) {
      return NOT_WHOLE;
    }
    if (bytes.readableBytes() != packetBytes(bytes)) {
      return NOT_ALONE;
    }
    int dropped = unpacked;
    unpacked = 0;
    close(bytes);
    return dropped;
  }

  /** The number of the frame that was looked into last. */
  public int sequenceId() {
    return unpacker.sequenceId();
  }

  /** What was declined begins with a header. */
  private static int packetBytes(ByteBuf bytes) {
    return PacketHeader.BYTES + PacketHeader.length(bytes, bytes.readerIndex());
  }

  private boolean isAllThrough(ByteBuf bytes) {
    return !bytes.isReadable() && !unpacker.hasMoreToGive();
  }

  /** Takes a step. Whether that made a difference. */
  private boolean unpack(ByteBuf in, ByteBuf bytes) {
    int before = bytes.readableBytes();
    if (before > PLAIN_BYTES_MAX) {
      return false;
    }
    int used = unpacker.step(in, in.readerIndex() + unpacked, in.writerIndex(), bytes);
    unpacked += used;
    return used > 0 || bytes.readableBytes() > before;
  }

  private void close(ByteBuf bytes) {
    bytes.release();
    plain = null;
  }
}
