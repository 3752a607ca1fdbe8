package dev.lowtide.scheduler.ledger;

/** Where the server is asked what its sessions hold. */
@FunctionalInterface
public interface ServerLedger {

  /**
   * Every session but ours, with the locks and the transaction it has now.
   *
   * @throws LedgerBlindException if it cannot be asked, or does not keep account of locks
   */
  ServerTruth ask();
}
