package dev.lowtide.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** The server that clients are led to. */
final class Backend {

  private Backend() {}

  /**
   * Dials it once, so that a wrong address is found before clients find it. A server counts a
   * connection without a login against our host ({@code max_connect_errors}, 100 of them in a row);
   * one for each start, with logins of sessions in between, never adds up to that.
   */
  static void requireReachable(InetSocketAddress backend, Duration dialTimeout)
      throws ConfigException {
    try (Socket socket = new Socket()) {
      socket.connect(backend, Math.toIntExact(dialTimeout.toMillis()));
    } catch (IOException e) {
      throw new ConfigException(
          "proxy.backend: '"
              + new HostPort(backend.getHostString(), backend.getPort())
              + "' cannot be reached: "
              + e.getMessage()
              + " (expected: a running MySQL server)");
    }
  }
}
