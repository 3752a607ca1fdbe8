package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.relay.ProxyProtocol.ToBackend;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * The header that tells the backend whose connection this is, before anything else is said on it.
 * See "The PROXY protocol", versions 1 and 2, sections 2.1 and 2.2.
 */
final class ProxyHeader {

  private static final byte[] V2_SIGNATURE = {
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
  };

  private static final int V2_LOCAL = 0x20;
  private static final int V2_PROXY = 0x21;
  private static final int UNSPEC = 0x00;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;

  /** Two addresses of four bytes or sixteen, and two ports. */
  private static final int TCP4_BYTES = 2 * 4 + 2 * 2;

  private static final int TCP6_BYTES = 2 * 16 + 2 * 2;

  /** What an IPv4 address becomes where the other one is an IPv6 address: RFC 4291, 2.5.5.2. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private ProxyHeader() {}

  /** Writes the header of this client; nothing if none is wanted. */
  static void write(ByteBuf out, ToBackend version, ClientOrigin client) {
    switch (version) {
      case OFF -> {}
      case V1 -> writeText(out, client);
      case V2 -> writeBinary(out, client);
    }
  }

  private static void writeText(ByteBuf out, ClientOrigin client) {
    out.writeCharSequence(text(client) + "\r\n", StandardCharsets.US_ASCII);
  }

  private static String text(ClientOrigin client) {
    if (client.isBalancer()) {
      return "PROXY UNKNOWN";
    }
    InetSocketAddress from = client.address();
    InetSocketAddress to = client.listener();
    boolean isIpv4 = areIpv4(from, to);
    return String.format(
        "PROXY %s %s %s %d %d",
        isIpv4 ? "TCP4" : "TCP6",
        text(from.getAddress(), isIpv4),
        text(to.getAddress(), isIpv4),
        from.getPort(),
        to.getPort());
  }

  private static String text(InetAddress address, boolean isIpv4) {
    boolean isMapped = !isIpv4 && address.getAddress().length == 4;
    String text = NetUtil.toAddressString(address);
    return isMapped ? "::ffff:" + text : text.replaceFirst("%.*", "");
  }

  private static void writeBinary(ByteBuf out, ClientOrigin client) {
    out.writeBytes(V2_SIGNATURE);
    if (client.isBalancer()) {
      out.writeByte(V2_LOCAL).writeByte(UNSPEC).writeShort(0);
      return;
    }
    InetSocketAddress from = client.address();
    InetSocketAddress to = client.listener();
    boolean isIpv4 = areIpv4(from, to);
    out.writeByte(V2_PROXY).writeByte(isIpv4 ? TCP4 : TCP6);
    out.writeShort(isIpv4 ? TCP4_BYTES : TCP6_BYTES);
    writeAddress(out, from.getAddress(), isIpv4);
    writeAddress(out, to.getAddress(), isIpv4);
    out.writeShort(from.getPort()).writeShort(to.getPort());
  }

  private static void writeAddress(ByteBuf out, InetAddress address, boolean isIpv4) {
    byte[] bytes = address.getAddress();
    if (!isIpv4 && bytes.length == 4) {
      out.writeBytes(MAPPED);
    }
    out.writeBytes(bytes);
  }

  private static boolean areIpv4(InetSocketAddress from, InetSocketAddress to) {
    return from.getAddress().getAddress().length == 4 && to.getAddress().getAddress().length == 4;
  }
}
