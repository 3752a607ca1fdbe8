package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.protocol.ErrPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** The packet with which we end a session ourselves. */
final class LastWord {

  private LastWord() {}

  static ByteBuf packet(
      ByteBufAllocator allocator, ErrPacket error, boolean withSqlState, int sequenceId) {
    ByteBuf payload = allocator.buffer();
    error.write(payload, withSqlState);
    ByteBuf header = allocator.buffer(PacketHeader.BYTES);
    PacketHeader.write(header, payload.readableBytes(), sequenceId);
    return Unpooled.wrappedBuffer(header, payload);
  }
}
