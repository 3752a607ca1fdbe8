package dev.lowtide.proxy.relay;

/** When the backend's leg speaks TLS. */
public enum BackendTls {
  /** When the client's does. */
  AS_CLIENT,
  OFF,
  /** When the server offers it. */
  PREFERRED,
  /** Always, or there is no session. */
  REQUIRED,
  /** And the server's certificate is signed by the authority that was named. */
  VERIFY_CA,
  /** And that certificate names the backend's host. */
  VERIFY_IDENTITY;

  /** Whether there is no session without it. */
  public boolean isDemanded() {
    return this == REQUIRED || isVerified();
  }

  /** Whether the server's certificate must be looked at. */
  public boolean isVerified() {
    return this == VERIFY_CA || this == VERIFY_IDENTITY;
  }
}
