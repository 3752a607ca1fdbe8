package dev.lowtide.proxy;

import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.hold.Ending;
import dev.lowtide.proxy.hold.SessionControl;
import dev.lowtide.proxy.protocol.ErrPacket;
import dev.lowtide.proxy.relay.LiveSessions;
import dev.lowtide.proxy.relay.RelaySession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
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
    Supplier<List<Ending>> gathering = ArrayList::new;
    return sessions
        .visit(gathering, (endings, session) -> endIfMeant(session, transaction, endings))
        .thenApply(
            endings ->
                endings.stream().flatMap(List::stream).findAny().orElseGet(Ending.Gone::new));
  }

  private static void endIfMeant(
      RelaySession session, TransactionId transaction, List<Ending> endings) {
    if (session.tracker().id().equals(transaction.session())) {
      endings.add(end(session, transaction));
    }
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
