package dev.lowtide.proxy.relay;

import org.jspecify.annotations.Nullable;

/** Why a TLS handshake failed, in one line: the innermost cause knows it best. */
final class TlsFailure {

  /** Causes of causes; there are four at most where a certificate path is not valid. */
  private static final int DEPTH_MAX = 10;

  private TlsFailure() {}

  static String reason(@Nullable Throwable failure) {
    Throwable innermost = failure;
    for (int i = 0; i < DEPTH_MAX && innermost != null && innermost.getCause() != null; i++) {
      innermost = innermost.getCause();
    }
    if (innermost == null) {
      return "unknown";
    }
    String message = innermost.getMessage();
    return message == null ? innermost.getClass().getSimpleName() : message;
  }
}
