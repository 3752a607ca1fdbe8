package dev.lowtide.proxy.relay;

/** What TLS is to clients. */
public enum ClientTls {
  /** It is not offered. */
  OFF,
  /** Who asks for it gets it. */
  PREFERRED,
  /** Who does not ask for it is refused. */
  REQUIRED,
  /** And a client shows a certificate that our authority has signed. */
  VERIFY_CA,
  /** And that certificate names the MySQL user. */
  VERIFY_IDENTITY,
  /** It is spoken with the server, past us: from there on nothing of the session is read. */
  PASSTHROUGH;

  /** Whether nobody gets by without it. */
  public boolean isDemanded() {
    return this == REQUIRED || isVerified();
  }

  /** Whether clients show certificates. */
  public boolean isVerified() {
    return this == VERIFY_CA || this == VERIFY_IDENTITY;
  }

  /** Whether it is us that clients speak it with. */
  public boolean isOurs() {
    return this != OFF && this != PASSTHROUGH;
  }
}
