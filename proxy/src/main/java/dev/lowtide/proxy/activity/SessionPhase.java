package dev.lowtide.proxy.activity;

/** A session's life. */
public enum SessionPhase {
  /** The backend is being dialled, or its greeting awaited. */
  CONNECTING,
  AUTHENTICATING,
  /** Authenticated; commands may come. */
  READY,
  /** A stream without end, such as a replica reading the binary log. Touches no table. */
  STREAMING,
  /** Relayed blind since something in it was not understood; counts as busy on everything. */
  OPAQUE,
  CLOSED
}
