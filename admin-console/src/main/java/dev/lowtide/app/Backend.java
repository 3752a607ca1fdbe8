package dev.lowtide.app;

import dev.lowtide.proxy.relay.BackendAddress;
import dev.lowtide.proxy.relay.BackendAddress.Tcp;
import dev.lowtide.proxy.relay.BackendAddress.UnixSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** The server that clients are led to. */
final class Backend {

  private Backend() {}

  /** Reads {@code HOST:PORT} or {@code unix:/PATH}. */
  static BackendAddress parse(String text) {
    if (text.startsWith(UnixSocket.PREFIX)) {
      return new UnixSocket(path(text.substring(UnixSocket.PREFIX.length())));
    }
    HostPort address = HostPort.parse(text, "HOST:PORT or unix:/PATH");
    return new Tcp(address.host(), address.port());
  }

  /** The same address for those who know hosts and ports only. */
  static HostPort hostPort(BackendAddress backend) throws ConfigException {
    if (backend instanceof Tcp tcp) {
      return new HostPort(tcp.host(), tcp.port());
    }
    throw new ConfigException(
        "target.address: missing (expected: HOST:PORT of the same server, because planning cannot"
            + " use the Unix socket that proxy.backend names)");
  }

  /**
   * Dials it once, so that a wrong address is found before clients find it. A server counts a
   * connection without a login against our host ({@code max_connect_errors}, 100 of them in a row);
   * one for each start, with logins of sessions in between, never adds up to that.
   */
  static void requireReachable(BackendAddress backend, Duration dialTimeout)
      throws ConfigException {
    try {
      if (backend instanceof Tcp tcp) {
        dial(tcp, Math.toIntExact(dialTimeout.toMillis()));
      } else if (backend instanceof UnixSocket unix) {
        SocketChannel.open(UnixDomainSocketAddress.of(unix.path())).close();
      }
    } catch (UnknownHostException e) {
      throw new ConfigException(
          "proxy.backend: '" + backend + "' (expected: a host that has an address)");
    } catch (IOException e) {
      throw new ConfigException(
          "proxy.backend: '"
              + backend
              + "' cannot be reached: "
              + e.getMessage()
              + " (expected: a running MySQL server)");
    }
  }

  /** Any of its addresses will do, as it will for sessions. */
  private static void dial(Tcp backend, int timeoutMillis) throws IOException {
    IOException failure = null;
    for (InetAddress address : InetAddress.getAllByName(backend.host())) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, backend.port()), timeoutMillis);
        return;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw failure == null ? new UnknownHostException(backend.host()) : failure;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "'" + UnixSocket.PREFIX + text + "' (expected: a path)", e);
    }
  }
}
