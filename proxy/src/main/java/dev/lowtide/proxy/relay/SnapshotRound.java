package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.activity.SessionSnapshot;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Snapshots of one loop's sessions, a slice at a time, so that clients' bytes are moved in between.
 * Confined to that loop.
 */
final class SnapshotRound {

  /** At about a microsecond each, clients wait a quarter of a millisecond at most. */
  private static final int SLICE = 256;

  private final EventLoop loop;
  private final CompletableFuture<List<SessionSnapshot>> done;
  private final List<RelaySession> sessions;
  private final List<SessionSnapshot> snapshots;
  private int next;

  private SnapshotRound(
      EventLoop loop,
      Collection<RelaySession> sessions,
      CompletableFuture<List<SessionSnapshot>> done) {
    this.loop = loop;
    this.done = done;
    this.sessions = new ArrayList<>(sessions);
    this.snapshots = new ArrayList<>(sessions.size());
  }

  /** Begins on the loop, from any thread; the collection is looked at on the loop only. */
  static CompletableFuture<List<SessionSnapshot>> begin(
      EventLoop loop, Collection<RelaySession> sessions) {
    CompletableFuture<List<SessionSnapshot>> done = new CompletableFuture<>();
    loop.execute(() -> new SnapshotRound(loop, sessions, done).go());
    return done;
  }

  private void go() {
    try {
      takeSlice();
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private void takeSlice() {
    int end = Math.min(sessions.size(), next + SLICE);
    for (; next < end; next++) {
      RelaySession session = sessions.get(next);
      if (!session.isEnded()) {
        snapshots.add(session.tracker().snapshot());
      }
    }
    if (next < sessions.size()) {
      goOnLater();
    } else {
      done.complete(snapshots);
    }
  }

  /**
   * Behind the sockets that have become ready meanwhile: a loop goes on with plain tasks until it
   * has none, but looks at those with a time only once a turn.
   */
  private void goOnLater() {
    loop.schedule(this::go, 0, TimeUnit.NANOSECONDS);
  }
}
