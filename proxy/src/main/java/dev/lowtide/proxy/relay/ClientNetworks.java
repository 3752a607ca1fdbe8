package dev.lowtide.proxy.relay;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where clients may come from.
 *
 * <p>To the server every client comes from our address, so accounts bound to a host would open to
 * whoever reaches us. That is why it must be said who may.
 */
public final class ClientNetworks {

  /** Nobody but this machine. */
  public static final ClientNetworks LOOPBACK =
      new ClientNetworks(List.of("127.0.0.0/8", "::1/128"));

  private final List<IpSubnetFilterRule> networks;

  /** Networks in CIDR notation, such as {@code 10.0.0.0/8}. */
  public ClientNetworks(List<String> cidrs) {
    networks = cidrs.stream().map(ClientNetworks::rule).toList();
  }

  /** Whether this is a network in CIDR notation. */
  public static boolean isNetwork(String cidr) {
    try {
      rule(cidr);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  public boolean contains(InetSocketAddress client) {
    return networks.stream().anyMatch(network -> network.matches(client));
  }

  private static IpSubnetFilterRule rule(String cidr) {
    try {
      return new IpSubnetFilterRule(cidr, IpFilterRuleType.ACCEPT);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "client network: '" + cidr + "' (expected: CIDR notation, such as 10.0.0.0/8)", e);
    }
  }
}
