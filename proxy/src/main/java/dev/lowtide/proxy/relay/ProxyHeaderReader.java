package dev.lowtide.proxy.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the header of a load balancer, and steps aside when it has come: what follows it is the
 * client's. Without one the connection is closed, because whose it is cannot be known.
 *
 * <p>Confined to the channel's event loop.
 */
final class ProxyHeaderReader extends SimpleChannelInboundHandler<HAProxyMessage> {

  /** It is the first thing a balancer sends, so it comes with the connection or not at all. */
  static final Duration HEADER_TIMEOUT = Duration.ofSeconds(3);

  /** Addresses take 36 bytes at most; the rest, a certificate's name and the like, is optional. */
  private static final int TLV_BYTES_MAX = 4096;

  private static final Logger log = LoggerFactory.getLogger(ProxyHeaderReader.class);

  private final ClientOrigin peer;
  private final Consumer<ClientOrigin> onKnown;
  private @Nullable Future<?> timer;

  private ProxyHeaderReader(ClientOrigin peer, Consumer<ClientOrigin> onKnown) {
    this.peer = peer;
    this.onKnown = onKnown;
  }

  /** Reads the header that the channel must begin with, and tells who the client is then. */
  static void install(Channel channel, ClientOrigin peer, Consumer<ClientOrigin> onKnown) {
    channel
        .pipeline()
        .addLast(new HAProxyMessageDecoder(TLV_BYTES_MAX), new ProxyHeaderReader(peer, onKnown));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    timer =
        ctx.executor()
            .schedule(
                () -> refuse(ctx, "no PROXY header within " + HEADER_TIMEOUT),
                HEADER_TIMEOUT.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) {
    ClientOrigin origin = origin(header);
    ctx.pipeline().remove(this);
    onKnown.accept(origin);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    refuse(ctx, cause.toString());
  }

  private ClientOrigin origin(HAProxyMessage header) {
    HAProxyProxiedProtocol protocol = header.proxiedProtocol();
    boolean isTcp =
        protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6;
    InetAddress client =
        isTcp && header.command() == HAProxyCommand.PROXY
            ? NetUtil.createInetAddressFromIpAddressString(header.sourceAddress())
            : null;
    return client == null
        ? peer.balancer()
        : peer.announced(new InetSocketAddress(client, header.sourcePort()));
  }

  private void refuse(ChannelHandlerContext ctx, String why) {
    log.warn("client={} refused: {}", peer, why);
    ctx.close();
  }
}
