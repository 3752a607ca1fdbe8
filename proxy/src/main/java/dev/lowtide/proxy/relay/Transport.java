package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.relay.BackendAddress.UnixSocket;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import jdk.net.ExtendedSocketOptions;

/** How sockets are driven: epoll where there is epoll. */
public enum Transport {
  EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class, EpollDomainSocketChannel.class),
  NIO(NioServerSocketChannel.class, NioSocketChannel.class, NioDomainSocketChannel.class);

  /**
   * Seconds until a silent peer is asked whether it is still there, seconds between the questions,
   * and how many of them: one that vanished is found out after 2 minutes instead of the kernel's 2
   * hours.
   */
  private static final int KEEPALIVE_IDLE = 60;

  private static final int KEEPALIVE_INTERVAL = 10;
  private static final int KEEPALIVE_COUNT = 6;

  /**
   * What the kernel keeps of ours besides what is on its way. Without it a peer that reads nothing
   * fills the whole send buffer, 4 MiB each, until the kernel has no memory left for anybody.
   */
  private static final long NOT_SENT_BYTES_MAX = 128 * 1024;

  private final Class<? extends ServerSocketChannel> serverChannel;
  private final Class<? extends Channel> tcp;
  private final Class<? extends Channel> unixSocket;

  Transport(
      Class<? extends ServerSocketChannel> serverChannel,
      Class<? extends Channel> tcp,
      Class<? extends Channel> unixSocket) {
    this.serverChannel = serverChannel;
    this.tcp = tcp;
    this.unixSocket = unixSocket;
  }

  public static Transport best() {
    return Epoll.isAvailable() ? EPOLL : NIO;
  }

  public IoHandlerFactory ioHandlers() {
    return switch (this) {
      case EPOLL -> EpollIoHandler.newFactory();
      case NIO -> NioIoHandler.newFactory();
    };
  }

  public Class<? extends ServerSocketChannel> serverChannel() {
    return serverChannel;
  }

  Class<? extends Channel> channel(BackendAddress backend) {
    return backend instanceof UnixSocket ? unixSocket : tcp;
  }

  /** The same path, in the words of the channel that is to connect to it. */
  SocketAddress address(UnixSocket unix) {
    return switch (this) {
      case EPOLL -> new DomainSocketAddress(unix.path().toFile());
      case NIO -> UnixDomainSocketAddress.of(unix.path());
    };
  }

  /** Sets what every TCP connection of ours has, to clients and to the backend. */
  public void setTcpOptions(Options options) {
    options.set(ChannelOption.TCP_NODELAY, true);
    options.set(ChannelOption.SO_KEEPALIVE, true);
    switch (this) {
      case EPOLL -> {
        options.set(EpollChannelOption.TCP_KEEPIDLE, KEEPALIVE_IDLE);
        options.set(EpollChannelOption.TCP_KEEPINTVL, KEEPALIVE_INTERVAL);
        options.set(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_COUNT);
        options.set(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_BYTES_MAX);
      }
      case NIO -> {
        options.set(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEPALIVE_IDLE);
        options.set(
            NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEPALIVE_INTERVAL);
        options.set(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEPALIVE_COUNT);
      }
    }
  }

  /** Whatever options are set on. */
  @FunctionalInterface
  public interface Options {
    <T> void set(ChannelOption<T> option, T value);
  }
}
