package dev.lowtide.proxy.activity;

/** Transaction isolation, as far as a session has said what it wants. */
public enum IsolationLevel {
  /** The session has not said: it has what the server gives to new sessions. */
  SERVER_DEFAULT,
  READ_UNCOMMITTED,
  READ_COMMITTED,
  REPEATABLE_READ,
  SERIALIZABLE
}
