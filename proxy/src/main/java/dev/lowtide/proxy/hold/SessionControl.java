package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.TransactionId;
import java.util.concurrent.CompletionStage;

/**
 * Ends a session that is in the way. Only ever because a person has decided so: whoever waits for a
 * session waits, and does not end it.
 */
@FunctionalInterface
public interface SessionControl {

  /**
   * Ends the session if exactly this transaction of it is still open; otherwise does nothing. It is
   * looked at on the session's own thread, so nothing of the session can happen in between.
   *
   * <p>Both legs are closed. The server rolls back when it notices: at once between statements, and
   * at the end of one that is at work, or as soon as it has rows to send.
   */
  CompletionStage<Ending> end(TransactionId transaction);
}
