package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.SessionPhase;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TransactionId;

/** What became of a person's wish to end a session with the transaction that they saw. */
public sealed interface Ending {

  /** What it comes to for a session as it is now. */
  static Ending of(SessionSnapshot now, TransactionId transaction) {
    if (!now.id().equals(transaction.session()) || now.phase() == SessionPhase.CLOSED) {
      return new Gone();
    }
    boolean isSame = TransactionId.of(now).equals(transaction);
    boolean isFollowed = now.phase() == SessionPhase.READY;
    return isSame && isFollowed && now.transaction().state().isOpen()
        ? new Ended(now)
        : new Changed(now);
  }

  /**
   * It is over.
   *
   * @param was what it was at its last moment
   */
  record Ended(SessionSnapshot was) implements Ending {

    /** A statement was at the server, which may go on with it until it notices. */
    public boolean wasAtWork() {
      return was.command() != null;
    }
  }

  /** There is no such session any more; nothing was done. */
  record Gone() implements Ending {}

  /**
   * That transaction is over, or nobody can tell any more whether it is; nothing was done.
   *
   * @param now what the session is doing instead
   */
  record Changed(SessionSnapshot now) implements Ending {}
}
