package dev.lowtide.scheduler.ledger;

/** The server could not be asked; whoever depends on the answer is blind. */
public final class LedgerBlindException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LedgerBlindException(String message) {
    super(message);
  }

  public LedgerBlindException(String message, Throwable cause) {
    super(message, cause);
  }
}
