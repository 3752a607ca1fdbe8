package dev.lowtide.scheduler.ledger;

import dev.lowtide.proxy.activity.ActivityEvent.FeedGap;
import dev.lowtide.proxy.activity.ActivityEvent.SessionBecameOpaque;
import dev.lowtide.proxy.activity.ActivityEvent.SessionClosed;
import dev.lowtide.proxy.activity.ActivityEvent.SessionOpened;
import dev.lowtide.proxy.activity.ActivityEvent.StatementFinished;
import dev.lowtide.proxy.activity.ActivityListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The server's ids of sessions that have ended at the proxy, until the server has forgotten them
 * too. Safe for any thread.
 */
public final class EndedSessions implements ActivityListener {

  /**
   * At 5,000 sessions that come and go each second, two seconds between two looks at the server.
   * What is forgotten shows as a session that bypasses the proxy. Some 100 bytes each.
   */
  private static final int THREADS_MAX = 10_000;

  private final Map<Long, Long> endedNanos =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > THREADS_MAX;
        }
      };

  private @Nullable Long forgottenUntilNanos;

  @Override
  public void onSessionClosed(SessionClosed event) {
    if (event.serverThreadId() != 0) {
      ended(event.serverThreadId(), event.atNanos());
    }
  }

  @Override
  public void onSessionOpened(SessionOpened event) {}

  @Override
  public void onSessionBecameOpaque(SessionBecameOpaque event) {}

  @Override
  public void onStatementFinished(StatementFinished event) {}

  @Override
  public void onFeedGap(FeedGap event) {}

  public synchronized boolean isEmpty() {
    return endedNanos.isEmpty();
  }

  /** One that nobody told of, but that is not there any more. */
  synchronized void ended(long threadId, long atNanos) {
    if (forgottenUntilNanos == null || atNanos - forgottenUntilNanos > 0) {
      endedNanos.putIfAbsent(threadId, atNanos);
    }
  }

  synchronized Map<Long, Long> all() {
    return Map.copyOf(endedNanos);
  }

  /** Of those asked about, the server has these only. */
  synchronized void retain(Set<Long> asked, Set<Long> onServer) {
    endedNanos.keySet().removeIf(thread -> asked.contains(thread) && !onServer.contains(thread));
  }

  /** The server counts its threads anew: ids of before, even if told later, are others' now. */
  synchronized void forgetUntil(long atNanos) {
    endedNanos.clear();
    forgottenUntilNanos = atNanos;
  }
}
