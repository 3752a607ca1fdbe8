package dev.lowtide.proxy;

import dev.lowtide.proxy.relay.ClientNetworks;
import dev.lowtide.proxy.relay.ProxyProtocol;
import java.util.List;

/**
 * Whether clients' addresses are told by load balancers, and told to the backend.
 *
 * @param from CIDR blocks of load balancers; what connects from there begins with a header
 */
public record ProxyProtocolConfig(List<String> from, ProxyProtocol.ToBackend toBackend) {

  /** Nobody is believed and nobody told. */
  public static final ProxyProtocolConfig OFF =
      new ProxyProtocolConfig(List.of(), ProxyProtocol.ToBackend.OFF);

  public ProxyProtocolConfig {
    from = List.copyOf(from);
  }

  ProxyProtocol protocol() {
    return new ProxyProtocol(new ClientNetworks(from), toBackend);
  }
}
