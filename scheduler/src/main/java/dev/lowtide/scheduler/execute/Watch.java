package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.execute.RebuildServer.Blocked;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the clients while an attempt lasts, and stops it when it would hurt one.
 *
 * <p>Those who wait at the proxy are counted there; those who wait at the server (because they do
 * not pass the proxy, or touch the table in a way that no text shows) are found by their lock
 * requests. Confined to the attempt's thread.
 */
final class Watch {

  /** One busy second may be chance. */
  private static final Duration BUSY_MAX = Duration.ofSeconds(1);

  private final RebuildServer server;
  private final Surroundings surroundings;
  private final Pace pace;
  private final Holds holds;
  private final Collection<Long> ourThreads;
  private final Duration clientWaitMax;

  /** When each session that waits at the server was first seen waiting. */
  private final Map<Long, Long> blockedSinceNanos = new HashMap<>();

  private @Nullable Long busySinceNanos;
  private Duration longestBlocked = Duration.ZERO;

  Watch(
      RebuildServer server,
      Surroundings surroundings,
      Pace pace,
      Holds holds,
      Collection<Long> ourThreads,
      Duration clientWaitMax) {
    this.server = server;
    this.surroundings = surroundings;
    this.pace = pace;
    this.holds = holds;
    this.ourThreads = ourThreads;
    this.clientWaitMax = clientWaitMax;
  }

  /** Looks at everything. */
  void check() throws AttemptStoppedException {
    checkLoad();
    checkClients();
  }

  /** Looks only at who waits for us, at the proxy or at the server. */
  void checkClients() throws AttemptStoppedException {
    if (!holds.renew()) {
      throw new AttemptStoppedException(
          AbortReason.BLIND, "the hold ran out: we did not look after it in time");
    }
    if (surroundings.isStopRequested()) {
      throw new AttemptStoppedException(AbortReason.ASKED, "it was asked to stop");
    }
    if (holds.isBudgetSpent()) {
      throw new AttemptStoppedException(
          AbortReason.CLIENT_WAITED,
          "a client has waited " + holds.tally().longest().toMillis() + " ms at the proxy");
    }
    checkServer();
  }

  /** Looks only at who waits for us at the server. */
  void checkServer() throws AttemptStoppedException {
    checkBlocked(server.blockedBy(ourThreads));
  }

  /** The longest that anybody has waited so far, at the proxy or at the server. */
  Duration longestWait() {
    Duration held = holds.tally().longest();
    return held.compareTo(longestBlocked) > 0 ? held : longestBlocked;
  }

  private void checkBlocked(List<Blocked> blocked) throws AttemptStoppedException {
    long now = pace.nanos();
    blockedSinceNanos.keySet().removeIf(thread -> !isAmong(blocked, thread));
    for (Blocked session : blocked) {
      long since = blockedSinceNanos.computeIfAbsent(session.threadId(), thread -> now);
      Duration waited = Duration.ofNanos(now - since);
      longestBlocked = waited.compareTo(longestBlocked) > 0 ? waited : longestBlocked;
      if (session.hasLock() || waited.compareTo(clientWaitMax) >= 0) {
        throw new AttemptStoppedException(
            AbortReason.CLIENT_WAITED,
            "session "
                + session.threadId()
                + " ("
                + session.account()
                + ") waits at the server"
                + (session.hasLock() ? " for a lock that it holds in part" : ""));
      }
    }
  }

  private void checkLoad() throws AttemptStoppedException {
    QuietVerdict verdict = surroundings.load();
    if (verdict.isQuiet() || isOnlyAgainstBeginning(verdict)) {
      busySinceNanos = null;
      return;
    }
    long now = pace.nanos();
    if (busySinceNanos == null) {
      busySinceNanos = now;
    }
    if (now - busySinceNanos >= BUSY_MAX.toNanos()) {
      boolean isBlind = verdict instanceof QuietVerdict.Blind;
      throw new AttemptStoppedException(
          isBlind ? AbortReason.BLIND : AbortReason.NOT_QUIET, verdict.text());
    }
  }

  /**
   * Such as quiet again after a moment that was not: that it has not lasted long is no harm now.
   */
  private static boolean isOnlyAgainstBeginning(QuietVerdict verdict) {
    return verdict instanceof QuietVerdict.Busy busy && busy.isOnlyAgainstBeginning();
  }

  private static boolean isAmong(List<Blocked> blocked, long thread) {
    return blocked.stream().anyMatch(session -> session.threadId() == thread);
  }
}
