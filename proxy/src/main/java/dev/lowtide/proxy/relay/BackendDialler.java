package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.relay.BackendAddress.Tcp;
import dev.lowtide.proxy.relay.BackendAddress.UnixSocket;
import dev.lowtide.proxy.relay.ProxyProtocol.ToBackend;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects a session to its backend: looks up the name, tries its addresses one after the other,
 * and says whose connection it is if the backend wants to know. Safe for any thread.
 */
public final class BackendDialler {

  private final Transport transport;
  private final BackendNames names;

  public BackendDialler(Transport transport, BackendNames names) {
    this.transport = transport;
    this.names = names;
  }

  /**
   * Dials on the loop. Each connection that is tried gets a handler of its own; one that is not
   * wanted any more when it is made is closed again.
   */
  Future<Channel> dial(
      EventLoop loop,
      RelaySettings settings,
      ClientOrigin client,
      Supplier<ChannelHandler> handlers) {
    Promise<Channel> dialled = loop.newPromise();
    Bootstrap bootstrap = bootstrap(loop, settings.backend(), handlers);
    Attempt attempt = new Attempt(bootstrap, settings, client, dialled);
    if (settings.backend() instanceof UnixSocket unix) {
      attempt.connect(List.of(transport.address(unix)));
    } else if (settings.backend() instanceof Tcp tcp) {
      names
          .find(tcp.host())
          .whenComplete((found, failure) -> attempt.onFound(loop, tcp, found, failure));
    }
    return dialled;
  }

  private Bootstrap bootstrap(
      EventLoop loop, BackendAddress backend, Supplier<ChannelHandler> handlers) {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(transport.channel(backend))
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, ClientAcceptor.WATER_MARKS)
            .option(ChannelOption.RECVBUF_ALLOCATOR, ClientAcceptor.readSizes())
            .handler(new Handlers(handlers));
    if (backend instanceof Tcp) {
      transport.setTcpOptions(bootstrap::option);
    }
    return bootstrap;
  }

  /** Gives a channel its handler. */
  private static final class Handlers extends ChannelInitializer<Channel> {

    private final Supplier<ChannelHandler> handlers;

    Handlers(Supplier<ChannelHandler> handlers) {
      this.handlers = handlers;
    }

    @Override
    protected void initChannel(Channel backend) {
      backend.pipeline().addLast(handlers.get());
    }
  }

  /** One session's dialling. Confined to its event loop, but for {@link #onFound}. */
  private record Attempt(
      Bootstrap bootstrap, RelaySettings settings, ClientOrigin client, Promise<Channel> dialled) {

    void onFound(
        EventLoop loop,
        Tcp backend,
        @Nullable List<InetAddress> found,
        @Nullable Throwable failure) {
      if (found == null) {
        dialled.tryFailure(reason(failure));
        return;
      }
      List<SocketAddress> addresses =
          found.stream()
              .<SocketAddress>map(address -> new InetSocketAddress(address, backend.port()))
              .toList();
      if (loop.inEventLoop()) {
        connect(addresses);
      } else {
        loop.execute(() -> connect(addresses));
      }
    }

    /** One that does not answer must not use up the time of those after it. */
    void connect(List<SocketAddress> addresses) {
      int millis = (int) Math.max(1, settings.dialTimeout().toMillis() / addresses.size());
      bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis);
      connect(addresses.iterator());
    }

    private void connect(Iterator<SocketAddress> addresses) {
      if (!dialled.isDone()) {
        bootstrap
            .connect(addresses.next())
            .addListener((ChannelFuture connected) -> onConnected(connected, addresses));
      }
    }

    private void onConnected(ChannelFuture connected, Iterator<SocketAddress> others) {
      if (connected.isSuccess()) {
        sayWhoseItIs(connected.channel());
        if (!dialled.trySuccess(connected.channel())) {
          connected.channel().close();
        }
      } else if (others.hasNext()) {
        connect(others);
      } else {
        dialled.tryFailure(connected.cause());
      }
    }

    private static Throwable reason(@Nullable Throwable failure) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      return cause == null ? new IOException("no address") : cause;
    }

    private void sayWhoseItIs(Channel backend) {
      ToBackend version = settings.proxyProtocol().toBackend();
      if (version != ToBackend.OFF) {
        ByteBuf header = backend.alloc().buffer();
        ProxyHeader.write(header, version, client);
        backend.writeAndFlush(header);
      }
    }
  }
}
