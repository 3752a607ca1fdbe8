package dev.lowtide.proxy.auth;

/** What a leg of the session is, as far as it decides how a password may travel on it. */
public enum Leg {
  /** Everybody on the way can read it. */
  PLAIN,
  /** A socket of this machine: not encrypted, and nobody is on the way. */
  SOCKET,
  TLS
}
