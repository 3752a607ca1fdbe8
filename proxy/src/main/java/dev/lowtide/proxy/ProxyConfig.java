package dev.lowtide.proxy;

import dev.lowtide.proxy.relay.BackendAddress;
import dev.lowtide.proxy.relay.BackendAddress.UnixSocket;
import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.ClientNetworks;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How the proxy listens and where it connects to.
 *
 * @param clientNetworks CIDR blocks clients may come from; beyond loopback they must be named
 * @param dialTimeout how long the backend may take from being dialled to its greeting
 * @param stateDirectory where a certificate of our own making is kept
 * @param eventLoops threads that move bytes
 * @param closedSchemas that no client may name; empty for none
 */
public record ProxyConfig(
    InetSocketAddress listen,
    BackendAddress backend,
    List<String> clientNetworks,
    ProxyProtocolConfig proxyProtocol,
    int sessionsMax,
    Duration dialTimeout,
    Duration loginTimeout,
    TlsConfig tls,
    Path stateDirectory,
    int eventLoops,
    List<String> closedSchemas) {

  public ProxyConfig {
    clientNetworks = List.copyOf(clientNetworks);
    closedSchemas = List.copyOf(closedSchemas);
    if (clientNetworks.isEmpty() && !listen.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "proxy.listen: "
              + listen.getAddress().getHostAddress()
              + " is reachable from other machines (expected: a loopback address, or"
              + " proxy.clientNetworks that say who may connect)");
    }
    if (tls.backend() == BackendTls.VERIFY_IDENTITY && backend instanceof UnixSocket) {
      throw new IllegalArgumentException(
          "proxy.tls.backend: 'verify-identity' (expected: another mode with proxy.backend: "
              + backend
              + ", which has no host name to verify)");
    }
  }

  /** With no schema closed to clients. */
  public ProxyConfig(
      InetSocketAddress listen,
      BackendAddress backend,
      List<String> clientNetworks,
      ProxyProtocolConfig proxyProtocol,
      int sessionsMax,
      Duration dialTimeout,
      Duration loginTimeout,
      TlsConfig tls,
      Path stateDirectory,
      int eventLoops) {
    this(
        listen,
        backend,
        clientNetworks,
        proxyProtocol,
        sessionsMax,
        dialTimeout,
        loginTimeout,
        tls,
        stateDirectory,
        eventLoops,
        List.of());
  }

  /** The same with these schemas closed to clients. */
  public ProxyConfig closing(List<String> schemas) {
    return new ProxyConfig(
        listen,
        backend,
        clientNetworks,
        proxyProtocol,
        sessionsMax,
        dialTimeout,
        loginTimeout,
        tls,
        stateDirectory,
        eventLoops,
        schemas);
  }

  /** Whether this can stand in {@link #clientNetworks}. */
  public static boolean isNetwork(String cidr) {
    return ClientNetworks.isNetwork(cidr);
  }

  /** The same way to the backend for clients on this machine alone, at another address. */
  public ProxyConfig privately(InetSocketAddress otherListen) {
    return new ProxyConfig(
        otherListen,
        backend,
        List.of(),
        new ProxyProtocolConfig(List.of(), proxyProtocol.toBackend()),
        sessionsMax,
        dialTimeout,
        loginTimeout,
        tls,
        stateDirectory,
        1,
        closedSchemas);
  }

  /** What can change while it runs as the other one says, and the rest as it is. */
  public ProxyConfig changedTo(ProxyConfig other) {
    return new ProxyConfig(
        listen,
        other.backend,
        other.clientNetworks,
        other.proxyProtocol,
        other.sessionsMax,
        other.dialTimeout,
        other.loginTimeout,
        other.tls,
        stateDirectory,
        eventLoops,
        closedSchemas);
  }

  ClientNetworks clients() {
    return clientNetworks.isEmpty() ? ClientNetworks.LOOPBACK : new ClientNetworks(clientNetworks);
  }
}
