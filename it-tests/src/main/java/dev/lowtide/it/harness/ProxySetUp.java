package dev.lowtide.it.harness;

import dev.lowtide.proxy.ProxyConfig;
import dev.lowtide.proxy.ProxyProtocolConfig;
import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.relay.BackendAddress;
import dev.lowtide.proxy.relay.ProxyProtocol.ToBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How a proxy of a test's own is to be; what is left out is as in everyday life. */
public final class ProxySetUp {

  private BackendAddress backend;
  private List<String> clientNetworks = List.of();
  private ProxyProtocolConfig proxyProtocol = ProxyProtocolConfig.OFF;
  private int sessionsMax = 1000;
  private Duration dialTimeout = Duration.ofSeconds(5);
  private Duration loginTimeout = Duration.ofSeconds(30);

  private List<String> closedSchemas = List.of();
  private TlsConfig tls = TlsConfig.AS_CLIENT;

  /** Before a port on this machine. */
  public ProxySetUp(int port) {
    this(new BackendAddress.Tcp("127.0.0.1", port));
  }

  public ProxySetUp(BackendAddress backend) {
    this.backend = backend;
  }

  public ProxySetUp backend(BackendAddress other) {
    backend = other;
    return this;
  }

  public ProxySetUp clientNetworks(String... networks) {
    clientNetworks = List.of(networks);
    return this;
  }

  /** Believes headers from this machine. */
  public ProxySetUp believing(ToBackend toBackend) {
    proxyProtocol = new ProxyProtocolConfig(List.of("127.0.0.1/32"), toBackend);
    return this;
  }

  public ProxySetUp telling(ToBackend toBackend) {
    proxyProtocol = new ProxyProtocolConfig(List.of(), toBackend);
    return this;
  }

  public ProxySetUp sessionsMax(int sessions) {
    sessionsMax = sessions;
    return this;
  }

  public ProxySetUp dialTimeout(Duration timeout) {
    dialTimeout = timeout;
    return this;
  }

  public ProxySetUp loginTimeout(Duration timeout) {
    loginTimeout = timeout;
    return this;
  }

  public ProxySetUp tls(TlsConfig config) {
    tls = config;
    return this;
  }

  public ProxySetUp closing(String... schemas) {
    closedSchemas = List.of(schemas);
    return this;
  }

  public RunningProxy start() throws IOException {
    return RunningProxy.of(config(TemporaryFolders.create("lowtide-proxy-")));
  }

  /** The same for a proxy that runs already, with its state in the folder. */
  public ProxyConfig config(Path state) {
    return new ProxyConfig(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        backend,
        clientNetworks,
        proxyProtocol,
        sessionsMax,
        dialTimeout,
        loginTimeout,
        tls,
        state,
        2,
        closedSchemas);
  }
}
