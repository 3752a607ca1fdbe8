package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.protocol.ErrPacket;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;

/** Connects to the backend. */
final class Dialling {

  private Dialling() {}

  /** On the client's event loop, where both of a session's channels live. */
  static ChannelFuture begin(
      EventLoop loop, Transport transport, RelaySettings settings, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channel(transport.channel())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.dialTimeout().toMillis())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, ClientAcceptor.WATER_MARKS)
        .handler(handler)
        .connect(settings.backend());
  }

  /** Where the backend sees its clients come from. */
  static String hostSeenBy(Channel backend) {
    return backend.localAddress() instanceof InetSocketAddress local
        ? local.getAddress().getHostAddress()
        : "localhost";
  }

  /** What a client hears of a backend that cannot be reached. */
  static ErrPacket error(RelaySettings settings, Throwable cause) {
    return ErrPacket.cannotConnect(
        "Lowtide cannot connect to its backend " + settings.backend() + ": " + cause.getMessage());
  }
}
