package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.Footprint;
import dev.lowtide.proxy.activity.Reach;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import org.jspecify.annotations.Nullable;

/**
 * The proxy and the server say different things of one session.
 *
 * @param transaction the proxy's number for the session's transaction, so that a difference that
 *     goes on can be told from a new one
 * @param table what it is about, or null
 * @param text in words, without who
 */
public record Difference(
    Kind kind,
    long threadId,
    long transaction,
    String account,
    @Nullable TableName table,
    String text) {

  /** What differs. Extra things cost waiting at most; what is missed may make others wait. */
  public enum Kind {
    /** The server holds a lock for it that the proxy knows nothing of. */
    MISSED,
    /**
     * The same, while XA transactions are prepared: performance_schema goes on to show their locks
     * as those of the session that prepared them, which has nothing to do with them any more.
     */
    MAYBE_PREPARED,
    /** The proxy says that it touched a table on which the server holds no lock for it. */
    EXTRA,
    /** The server has a transaction open that the proxy knows nothing of. */
    TRANSACTION,
    /**
     * The proxy says that one is open that the server does not have. The server may have said so
     * itself: without autocommit, making a temporary table sets the flag and begins nothing.
     */
    NO_TRANSACTION,
    SCHEMA,
    /** It holds a lock of GET_LOCK() that the proxy knows nothing of. */
    USER_LOCK,
    /** The server does not have it at all. */
    LOST
  }

  static Difference of(Kind kind, SessionSnapshot session, @Nullable TableName table, String text) {
    return new Difference(
        kind,
        session.serverThreadId(),
        session.transaction().number(),
        session.user() + "@" + session.clientAddress(),
        table,
        text);
  }

  /** Whether the server holds a lock, of which the proxy knows nothing, that leads to the table. */
  public boolean isMissedOn(Reach reach) {
    return kind == Kind.MISSED && table != null && Footprint.of(table, Access.WRITE).touches(reach);
  }

  @Override
  public String toString() {
    return kind + ": session " + threadId + " (" + account + "): " + text;
  }
}
