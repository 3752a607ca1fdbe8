package dev.lowtide.proxy;

import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.hold.Ending;
import dev.lowtide.proxy.hold.SessionControl;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.relay.LiveSessions;
import dev.lowtide.proxy.relay.RelaySession;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a session by a person's decision, on the session's event loop. Safe for any thread. */
final class SessionEnder implements SessionControl {

  private static final Logger log = LoggerFactory.getLogger(SessionEnder.class);

  private final LiveSessions sessions;

  SessionEnder(LiveSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public CompletionStage<Ending> end(TransactionId transaction) {
    return sessions
        .ask(session -> endIfMeant(session, transaction))
        .thenApply(
            endings ->
                endings.stream().flatMap(Optional::stream).findAny().orElseGet(Ending.Gone::new));
  }

  private static Optional<Ending> endIfMeant(RelaySession session, TransactionId transaction) {
    return session.tracker().id().equals(transaction.session())
        ? Optional.of(end(session, transaction))
        : Optional.empty();
  }

  /** On the session's loop, where it stands still while it is looked at. */
  private static Ending end(RelaySession session, TransactionId transaction) {
    Ending ending = Ending.of(session.tracker().snapshot(), transaction);
    if (ending instanceof Ending.Ended ended) {
      log.info(
          "session={} thread={} ended by a person's decision: transaction={} atWork={}",
          ended.was().id(),
          ended.was().serverThreadId(),
          transaction,
          ended.wasAtWork());
      session.endTelling(ErrPacket.killed());
    }
    return ending;
  }
}
