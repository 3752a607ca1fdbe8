package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TransactionId;
import dev.lowtide.proxy.hold.Ending;
import dev.lowtide.proxy.hold.SessionControl;
import dev.lowtide.scheduler.ending.ServerEnding;
import dev.lowtide.scheduler.ending.ServerSessions;
import dev.lowtide.scheduler.ending.ServerTransaction;
import dev.lowtide.scheduler.journal.Journal;
import dev.lowtide.scheduler.load.Age;
import dev.lowtide.scheduler.mysql.TargetException;
import dev.lowtide.scheduler.operator.EndableView;
import dev.lowtide.scheduler.operator.EndedView;
import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends sessions because a person says so: at the proxy if they pass it, else at the server, and in
 * either place only if the transaction that the person saw is still open. Safe for any thread.
 *
 * <p>The audit trail has what was to be ended before it is, so that nobody is ended unseen, and
 * what became of it afterwards.
 */
final class EndDesk {

  /** Event loops answer within microseconds; one that does not is not well. */
  private static final Duration PROXY_ANSWER_MAX = Duration.ofSeconds(2);

  private static final String ACTION = "end session";

  private final SessionDesk sessions;
  private final SessionControl proxy;
  private final ServerSessions server;
  private final Journal journal;
  private final Clock clock;

  EndDesk(
      SessionDesk sessions,
      SessionControl proxy,
      ServerSessions server,
      Journal journal,
      Clock clock) {
    this.sessions = sessions;
    this.proxy = proxy;
    this.server = server;
    this.journal = journal;
    this.clock = clock;
  }

  EndedView end(long threadId, String transaction, String by) {
    requireName(transaction);
    EndableView seen = sessions.endable(threadId);
    record(by, "asks to end " + describe(seen) + "; transaction " + transaction);
    try {
      EndedView ended =
          TransactionId.isOne(transaction)
              ? endAtProxy(threadId, TransactionId.parse(transaction))
              : endAtServer(threadId, ServerTransaction.parse(transaction));
      record(by, ended.text());
      return ended;
    } catch (OperatorException e) {
      record(by, "not ended: " + e.getMessage());
      throw e;
    }
  }

  private static void requireName(String transaction) {
    if (!TransactionId.isOne(transaction) && !ServerTransaction.isOne(transaction)) {
      throw new IllegalArgumentException(
          "transaction: '"
              + transaction
              + "' (expected: as the sessions show it, such as s17.3, or a trx_id)");
    }
  }

  private EndedView endAtProxy(long threadId, TransactionId transaction) {
    SessionSnapshot session =
        sessions.proxied(threadId).orElseThrow(() -> refused(threadId, "has ended"));
    if (!session.id().equals(transaction.session())) {
      throw refused(threadId, "is not the one of transaction " + transaction);
    }
    Ending ending = ask(transaction);
    if (ending instanceof Ending.Ended ended) {
      return new EndedView(
          sessions.endable(ended.was()),
          "ended " + describe(sessions.endable(ended.was())) + whatIsLeft(ended));
    }
    throw ending instanceof Ending.Changed changed
        ? refused(threadId, isNow(sessions.endable(changed.now()), transaction.toString()))
        : refused(threadId, "has ended");
  }

  private Ending ask(TransactionId transaction) {
    try {
      return proxy
          .end(transaction)
          .toCompletableFuture()
          .get(PROXY_ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new OperatorException(Kind.UNAVAILABLE, "the proxy did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException(Kind.UNAVAILABLE, "interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the proxy failed to end a session", e.getCause());
    }
  }

  /** Closing its legs ends a session between statements, and not the statement at work. */
  private String whatIsLeft(Ending.Ended ended) {
    if (!ended.wasAtWork()) {
      return "; the server rolls back what was not committed";
    }
    String goesOn =
        "; its statement goes on at the server until it next looks at its connection, and is"
            + " rolled back then: ";
    try {
      ServerEnding left = server.endLeftBehind(ended.was().serverThreadId(), ended.was().user());
      return left instanceof ServerEnding.Refused refused
          ? goesOn + refused.why()
          : "; its statement was killed, and the server rolls back what was not committed";
    } catch (TargetException e) {
      return goesOn + e.getMessage();
    }
  }

  private EndedView endAtServer(long threadId, ServerTransaction transaction) {
    ServerEnding ending = server.end(threadId, transaction);
    if (ending instanceof ServerEnding.Ended ended) {
      EndableView was = SessionDesk.endable(ended.was());
      return new EndedView(
          was, "ended " + describe(was) + "; the server rolls back what was not committed");
    }
    if (ending instanceof ServerEnding.Refused refused) {
      throw new OperatorException(Kind.REFUSED, refused.why());
    }
    throw ending instanceof ServerEnding.Changed changed
        ? refused(threadId, isNow(SessionDesk.endable(changed.now()), transaction.toString()))
        : refused(threadId, "has ended");
  }

  private static OperatorException refused(long threadId, String what) {
    return new OperatorException(
        Kind.REFUSED, "session " + threadId + " " + what + "; nothing was ended");
  }

  private static String isNow(EndableView now, String seen) {
    String doing = now.command().isEmpty() ? "" : ", at work on " + now.command();
    Duration openFor = now.openFor();
    return now.transaction().isEmpty() || openFor == null
        ? "has no transaction open any more" + doing
        : "is in another transaction than "
            + seen
            + ": "
            + now.transaction()
            + ", open for "
            + Age.text(openFor)
            + doing;
  }

  private static String describe(EndableView session) {
    Duration openFor = session.openFor();
    return "session "
        + session.threadId()
        + ", "
        + session.user()
        + "@"
        + session.client()
        + (session.program().isEmpty() ? "" : ", " + session.program())
        + (openFor == null ? "" : ", open for " + Age.text(openFor))
        + (session.tables().isEmpty() ? "" : ", " + String.join(", ", session.tables()))
        + (session.command().isEmpty() ? "" : ", at work on " + session.command());
  }

  private void record(String by, String text) {
    journal.record(clock.instant(), by, ACTION, text);
  }
}
