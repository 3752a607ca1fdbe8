package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.frame.PacketHeader;
import dev.lowtide.proxy.protocol.Capabilities;
import dev.lowtide.proxy.protocol.Capability;
import dev.lowtide.proxy.protocol.HandshakeResponse;
import io.netty.buffer.ByteBuf;

/** The packet with "Protocol::SSLRequest", the last one in clear before TLS. */
final class TlsRequest {

  static final int PACKET_BYTES = PacketHeader.BYTES + HandshakeResponse.SSL_REQUEST_BYTES;

  private static final long SSL = Capabilities.of(Capability.CLIENT_SSL).bits();

  private TlsRequest() {}

  /** Whether this payload is one: the beginning of a HandshakeResponse41 and no more. */
  static boolean isOne(ByteBuf payload) {
    return payload.readableBytes() == HandshakeResponse.SSL_REQUEST_BYTES
        && (payload.getUnsignedIntLE(payload.readerIndex()) & SSL) != 0;
  }

  /** Whether these packets begin with one. */
  static boolean begins(ByteBuf packets) {
    int at = packets.readerIndex();
    return PacketHeader.length(packets, at) == HandshakeResponse.SSL_REQUEST_BYTES
        && isOne(packets.slice(at + PacketHeader.BYTES, HandshakeResponse.SSL_REQUEST_BYTES));
  }

  /** Whether these packets begin with one whose first part can be one. */
  static boolean canPrecede(ByteBuf packets) {
    int length = PacketHeader.length(packets, packets.readerIndex());
    return length >= HandshakeResponse.SSL_REQUEST_BYTES && packets.readableBytes() >= PACKET_BYTES;
  }

  /** One of our own in the name of a client that begins with its HandshakeResponse41. */
  static ByteBuf inTheNameOf(ByteBuf packets, ByteBuf out) {
    int at = packets.readerIndex();
    int length = HandshakeResponse.SSL_REQUEST_BYTES;
    PacketHeader.write(out, length, PacketHeader.sequenceId(packets, at));
    int begin = out.writerIndex();
    out.writeBytes(packets, at + PacketHeader.BYTES, length);
    return out.setIntLE(begin, (int) (out.getUnsignedIntLE(begin) | SSL));
  }
}
