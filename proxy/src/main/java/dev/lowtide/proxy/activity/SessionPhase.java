package dev.lowtide.proxy.activity;

/** A session's life. */
public enum SessionPhase {
  /** The backend is being dialled, or its greeting awaited. */
  CONNECTING,
  AUTHENTICATING,
  /** Authenticated; commands may come. */
  READY,
  /**
   * Reading the binary log, as replicas do; until that ends no command comes, so no table is
   * touched.
   */
  STREAMING,
  /** Relayed blind since something in it was not understood; counts as busy on everything. */
  OPAQUE,
  CLOSED
}
