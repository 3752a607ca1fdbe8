package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.protocol.ErrPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** An error of our own as a client hears it. */
final class ErrorBytes {

  /** A frame's header is a packet's, and then this: it is not compressed. */
  private static final int STORED = 0;

  private ErrorBytes() {}

  /** Before capabilities are agreed on, the server leaves the state out. */
  static ByteBuf packet(
      ByteBufAllocator allocator, ErrPacket error, int sequenceId, boolean withSqlState) {
    ByteBuf payload = allocator.buffer();
    error.write(payload, withSqlState);
    ByteBuf header = allocator.buffer();
    PacketHeader.write(header, payload.readableBytes(), sequenceId);
    return Unpooled.wrappedBuffer(header, payload);
  }

  /** The packet in a frame of its own, for who hears nothing else. */
  static ByteBuf frame(
      ByteBufAllocator allocator, ErrPacket error, int frameSequenceId, int sequenceId) {
    ByteBuf packet = packet(allocator, error, sequenceId, true);
    ByteBuf header = allocator.buffer();
    PacketHeader.write(header, packet.readableBytes(), frameSequenceId);
    header.writeMediumLE(STORED);
    return Unpooled.wrappedBuffer(header, packet);
  }
}
