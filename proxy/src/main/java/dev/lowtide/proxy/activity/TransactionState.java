package dev.lowtide.proxy.activity;

/** Where a session stands, by the status flags of the server's last word. */
public enum TransactionState {
  /** Autocommit, no transaction open. */
  NONE,
  /** autocommit=0 and nothing touched yet: the next table access opens a transaction. */
  ARMED,
  /** Started, nothing touched: no lock, no read view. */
  EMPTY,
  /** Open, with tables touched or a read view taken. */
  ACTIVE,
  /** After an error, which carries no flags; counts as active until the server's next word. */
  UNKNOWN;

  /** Something has begun that a COMMIT or a ROLLBACK would end. */
  public boolean isOpen() {
    return this == EMPTY || mayHoldLocks();
  }

  public boolean mayHoldLocks() {
    return this == ACTIVE || this == UNKNOWN;
  }
}
