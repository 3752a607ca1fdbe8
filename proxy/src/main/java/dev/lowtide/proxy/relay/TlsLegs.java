package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.auth.AuthKey;
import java.util.concurrent.CompletionStage;

/**
 * Which leg speaks TLS when, and with what. Safe for any thread: the contexts can be exchanged
 * while sessions live on with those that they began with.
 */
public final class TlsLegs {

  private final ClientTls clients;
  private final BackendTls backend;
  private final CompletionStage<AuthKey> key;
  private volatile TlsContexts contexts;

  /** The key is asked for only where clients may be on a leg that is less secret than ours. */
  public TlsLegs(
      ClientTls clients, BackendTls backend, TlsContexts contexts, CompletionStage<AuthKey> key) {
    this.clients = clients;
    this.backend = backend;
    this.contexts = contexts;
    this.key = key;
  }

  /** From here on new sessions use these. */
  public void exchange(TlsContexts contexts) {
    this.contexts = contexts;
  }

  public TlsContexts contexts() {
    return contexts;
  }

  ClientTls clients() {
    return clients;
  }

  CompletionStage<AuthKey> key() {
    return key;
  }

  /** Whether clients hear that they may ask for TLS. */
  boolean isOffered(boolean isOfferedToUs) {
    return switch (clients) {
      case OFF -> false;
      case PASSTHROUGH -> isOfferedToUs;
      case PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY ->
          isOfferedToUs || backend != BackendTls.AS_CLIENT;
    };
  }

  /** Whether a server that offers no TLS can have no sessions. */
  boolean isDemandedOfBackend() {
    return backend.isDemanded() || (backend == BackendTls.AS_CLIENT && clients.isDemanded());
  }

  /** Whether the backend's leg speaks TLS. */
  boolean isForBackend(boolean isClientEncrypted, boolean isOfferedToUs) {
    return switch (backend) {
      case OFF -> false;
      case AS_CLIENT -> isClientEncrypted;
      case PREFERRED -> isOfferedToUs;
      case REQUIRED, VERIFY_CA, VERIFY_IDENTITY -> true;
    };
  }
}
