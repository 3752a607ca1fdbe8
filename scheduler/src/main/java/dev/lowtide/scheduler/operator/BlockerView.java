package dev.lowtide.scheduler.operator;

/**
 * A session that a run waits for.
 *
 * @param transaction by the name to end it with; empty if no transaction of it is open
 * @param text the session, whose it is, since when and with what it is in the way
 */
public record BlockerView(long threadId, String transaction, String text) {

  public boolean mayBeEnded() {
    return !transaction.isEmpty();
  }

  /** What ends it, on the command line. */
  public String command() {
    return "lowtide end " + threadId + " --transaction " + transaction;
  }
}
