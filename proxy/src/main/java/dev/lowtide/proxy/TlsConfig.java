package dev.lowtide.proxy;

import dev.lowtide.proxy.relay.BackendTls;
import dev.lowtide.proxy.relay.ClientTls;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * TLS with clients and with the backend, each for itself. All files are PEM.
 *
 * @param certificate the chain shown to clients; null: a certificate is made and kept
 * @param key its PKCS#8 key
 * @param clientCa authorities that may have signed the certificates of clients
 * @param backendCa authorities that may have signed the backend's; null: it is not looked at
 * @param backendCertificate the chain shown to the backend; null: none
 * @param backendKey its PKCS#8 key
 */
public record TlsConfig(
    ClientTls clients,
    BackendTls backend,
    @Nullable Path certificate,
    @Nullable Path key,
    @Nullable Path clientCa,
    @Nullable Path backendCa,
    @Nullable Path backendCertificate,
    @Nullable Path backendKey) {

  /** What applies where nothing is said: the backend's leg does as the client's. */
  public static final TlsConfig AS_CLIENT =
      new TlsConfig(ClientTls.PREFERRED, BackendTls.AS_CLIENT, null, null, null, null, null, null);

  public TlsConfig {
    requireBoth("certificate", certificate, "key", key);
    requireBoth("backendCertificate", backendCertificate, "backendKey", backendKey);
    if (clients == ClientTls.PASSTHROUGH && backend != BackendTls.AS_CLIENT) {
      throw new IllegalArgumentException(
          "proxy.tls.backend: '"
              + name(backend)
              + "' (expected: nothing with proxy.tls.clients: passthrough)");
    }
    requireIf(clients.isVerified(), "clientCa", clientCa, "clients", name(clients));
    requireIf(backend.isVerified(), "backendCa", backendCa, "backend", name(backend));
    if (!clients.isVerified()) {
      requireNone("clientCa", clientCa, "verify-ca or verify-identity for proxy.tls.clients");
    }
    if (!isBackendEncryptable(clients, backend)) {
      String expected = "TLS with the backend, for which proxy.tls leaves no way";
      requireNone("backendCa", backendCa, expected);
      requireNone("backendCertificate", backendCertificate, expected);
    }
  }

  /** Whether there can be TLS between us and the backend. */
  boolean isBackendEncryptable() {
    return isBackendEncryptable(clients, backend);
  }

  /** Whether a client's leg can be one that others read while the backend's is not. */
  boolean needsKey(boolean isBackendOfThisMachine) {
    boolean canClientBePlain = !clients.isDemanded();
    boolean canBackendDiffer = backend != BackendTls.OFF && backend != BackendTls.AS_CLIENT;
    return canClientBePlain && (canBackendDiffer || isBackendOfThisMachine);
  }

  /** As it is written in a configuration: {@code verify-ca}. */
  public static String name(Enum<?> mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean isBackendEncryptable(ClientTls clients, BackendTls backend) {
    return switch (backend) {
      case OFF -> false;
      case AS_CLIENT -> clients.isOurs();
      case PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY -> true;
    };
  }

  private static void requireBoth(
      String one, @Nullable Path first, String other, @Nullable Path second) {
    if ((first == null) != (second == null)) {
      throw new IllegalArgumentException(
          "proxy.tls: %s %s, %s %s (expected: both or neither)"
              .formatted(one, first, other, second));
    }
  }

  private static void requireIf(
      boolean isNeeded, String file, @Nullable Path given, String setting, String mode) {
    if (isNeeded && given == null) {
      throw new IllegalArgumentException(
          "proxy.tls.%s: missing (expected: a file, for proxy.tls.%s: %s)"
              .formatted(file, setting, mode));
    }
  }

  private static void requireNone(String file, @Nullable Path given, String expected) {
    if (given != null) {
      throw new IllegalArgumentException(
          "proxy.tls.%s: '%s' is of no use (expected: %s)".formatted(file, given, expected));
    }
  }
}
