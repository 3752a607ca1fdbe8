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
    } while (unpack(in, bytes));
    return passable;
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
