package dev.lowtide.app;

import static dev.lowtide.app.Limits.orDefault;

import dev.lowtide.proxy.ProxyConfig;
import dev.lowtide.proxy.ProxyProtocolConfig;
import dev.lowtide.proxy.relay.ProxyProtocol.ToBackend;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may connect, and who tells whom where a client comes from. */
final class ProxyProtocolSettings {

  private ProxyProtocolSettings() {}

  static ProxyProtocolConfig of(AppConfig.@Nullable ProxyProtocol given) throws ConfigException {
    return given == null
        ? ProxyProtocolConfig.OFF
        : new ProxyProtocolConfig(
            networks("proxy.proxyProtocol.from", given.from()), toBackend(given.toBackend()));
  }

  /** A list of networks in CIDR notation; empty if there is none. */
  static List<String> networks(String setting, @Nullable List<@Nullable String> given)
      throws ConfigException {
    List<String> networks = new ArrayList<>();
    for (String network : orDefault(given, List.<@Nullable String>of())) {
      if (network == null || !ProxyConfig.isNetwork(network)) {
        throw new ConfigException(
            setting + ": '" + network + "' (expected: CIDR notation, such as 10.0.0.0/8)");
      }
      networks.add(network);
    }
    return networks;
  }

  private static ToBackend toBackend(AppConfig.@Nullable ToBackend given) {
    return switch (given == null ? AppConfig.ToBackend.OFF : given) {
      case OFF -> ToBackend.OFF;
      case V1 -> ToBackend.V1;
      case V2 -> ToBackend.V2;
    };
  }
}
