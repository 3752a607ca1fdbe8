package dev.lowtide.proxy;

import dev.lowtide.proxy.relay.ClientNetworks;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the proxy listens and where it connects to.
 *
 * @param clientNetworks CIDR blocks clients may come from; beyond loopback they must be named
 * @param stateDirectory where a certificate of our own making is kept
 * @param eventLoops threads that move bytes
 */
public record ProxyConfig(
    InetSocketAddress listen,
    InetSocketAddress backend,
    List<String> clientNetworks,
    int sessionsMax,
    Duration dialTimeout,
    Duration loginTimeout,
    TlsConfig tls,
    Path stateDirectory,
    int eventLoops) {

  public ProxyConfig {
    clientNetworks = List.copyOf(clientNetworks);
    if (clientNetworks.isEmpty() && !listen.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "proxy.listen: "
              + listen.getAddress().getHostAddress()
              + " is reachable from other machines (expected: a loopback address, or"
              + " proxy.clientNetworks that say who may connect)");
    }
  }

  /** Whether this can stand in {@link #clientNetworks}. */
  public static boolean isNetwork(String cidr) {
    return ClientNetworks.isNetwork(cidr);
  }

  ClientNetworks clients() {
    return clientNetworks.isEmpty() ? ClientNetworks.LOOPBACK : new ClientNetworks(clientNetworks);
  }
}
