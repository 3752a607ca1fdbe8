package dev.lowtide.app;

import dev.lowtide.proxy.TlsConfig;
import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.ClientTls;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** TLS on both legs, and the older setting that spoke of both at once. */
final class TlsSettings {

  private static final String AS_CLIENT = TlsConfig.name(BackendTls.AS_CLIENT);
  private static final String PASSTHROUGH = TlsConfig.name(ClientTls.PASSTHROUGH);

  private TlsSettings() {}

  static TlsConfig of(AppConfig.@Nullable Tls tls) throws ConfigException {
    if (tls == null) {
      return TlsConfig.AS_CLIENT;
    }
    String clients = tls.clients();
    String backend = tls.backend();
    if (tls.mode() != null) {
      requireAgreement(tls.mode(), clients, backend);
      clients = tls.mode().equals(PASSTHROUGH) ? PASSTHROUGH : clients;
    }
    if (PASSTHROUGH.equals(clients) && backend != null) {
      throw wrong("proxy.tls.backend", backend, "nothing with proxy.tls.clients: " + PASSTHROUGH);
    }
    TlsConfig otherwise = TlsConfig.AS_CLIENT;
    return new TlsConfig(
        mode("proxy.tls.clients", clients, ClientTls.values(), otherwise.clients()),
        mode("proxy.tls.backend", backend, BackendTls.values(), otherwise.backend()),
        path(tls.certificate()),
        path(tls.key()),
        path(tls.clientCa()),
        path(tls.backendCa()),
        path(tls.backendCertificate()),
        path(tls.backendKey()));
  }

  /** The mode may stand beside the two settings that it stood for, if they say the same. */
  private static void requireAgreement(
      String mode, @Nullable String clients, @Nullable String backend) throws ConfigException {
    if (mode.equals(AS_CLIENT)) {
      if (PASSTHROUGH.equals(clients)) {
        throw wrong("proxy.tls.mode", mode, "passthrough, or nothing, with clients: " + clients);
      }
      if (backend != null && !backend.equals(AS_CLIENT)) {
        throw wrong("proxy.tls.mode", mode, "nothing with proxy.tls.backend: " + backend);
      }
    } else if (mode.equals(PASSTHROUGH)) {
      if (clients != null && !clients.equals(PASSTHROUGH)) {
        throw wrong("proxy.tls.mode", mode, "nothing with proxy.tls.clients: " + clients);
      }
    } else {
      throw wrong(
          "proxy.tls.mode",
          mode,
          "as-client or passthrough; other ways stand in proxy.tls.clients and proxy.tls.backend");
    }
  }

  private static <E extends Enum<E>> E mode(
      String setting, @Nullable String given, E[] modes, E otherwise) throws ConfigException {
    if (given == null) {
      return otherwise;
    }
    for (E mode : modes) {
      if (TlsConfig.name(mode).equals(given)) {
        return mode;
      }
    }
    throw wrong(
        setting,
        given,
        Arrays.stream(modes).map(TlsConfig::name).collect(Collectors.joining(", ")));
  }

  private static @Nullable Path path(@Nullable String file) {
    return file == null ? null : Path.of(file);
  }

  private static ConfigException wrong(String setting, String value, String expected) {
    return new ConfigException(setting + ": '" + value + "' (expected: " + expected + ")");
  }
}
