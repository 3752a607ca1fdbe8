package dev.lowtide.proxy.activity;

import java.time.Duration;

/**
 * Something that happened in a session. Events tell what flows; for what is, ask for snapshots.
 *
 * <p>{@code atNanos} is on the proxy's {@link NanoClock}.
 */
public sealed interface ActivityEvent {

  long atNanos();

  /** Hands this event to the listener's method for its kind. */
  void tell(ActivityListener listener);

  record SessionOpened(SessionId session, long atNanos, String clientAddress)
      implements ActivityEvent {
    @Override
    public void tell(ActivityListener listener) {
      listener.onSessionOpened(this);
    }
  }

  /**
   * The session has ended at the proxy.
   *
   * @param serverThreadId the server's id for it, which the server may go on with for a while; 0 if
   *     it had not greeted
   */
  record SessionClosed(SessionId session, long atNanos, long serverThreadId)
      implements ActivityEvent {
    @Override
    public void tell(ActivityListener listener) {
      listener.onSessionClosed(this);
    }
  }

  /** The session can no longer be followed; from here on it is relayed blind. */
  record SessionBecameOpaque(SessionId session, long atNanos, String reason)
      implements ActivityEvent {
    @Override
    public void tell(ActivityListener listener) {
      listener.onSessionBecameOpaque(this);
    }
  }

  /**
   * The server's reply to a statement has been seen whole.
   *
   * @param took from sending the statement on to the end of the reply, time in a hold not counted
   */
  record StatementFinished(
      SessionId session, long atNanos, Footprint footprint, Duration took, boolean isError)
      implements ActivityEvent {
    @Override
    public void tell(ActivityListener listener) {
      listener.onStatementFinished(this);
    }
  }

  /** Events were lost because nobody fetched them in time: what follows is not the whole story. */
  record FeedGap(long atNanos, long lostEvents) implements ActivityEvent {
    @Override
    public void tell(ActivityListener listener) {
      listener.onFeedGap(this);
    }
  }
}
