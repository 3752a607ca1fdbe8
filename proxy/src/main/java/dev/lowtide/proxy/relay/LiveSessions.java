package dev.lowtide.proxy.relay;

import dev.lowtide.proxy.activity.SessionSnapshot;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The sessions that live, by the event loop that each is confined to. Safe for any thread: a loop's
 * sessions are touched on that loop only.
 */
public final class LiveSessions {

  private final Map<EventLoop, Set<RelaySession>> byLoop = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /** To be called on the session's loop. */
  void add(RelaySession session) {
    byLoop.computeIfAbsent(session.loop(), loop -> new HashSet<>()).add(session);
    size.incrementAndGet();
  }

  /** To be called on the session's loop. */
  void remove(RelaySession session) {
    Set<RelaySession> sessions = byLoop.get(session.loop());
    if (sessions != null && sessions.remove(session)) {
      size.decrementAndGet();
    }
  }

  public int size() {
    return size.get();
  }

  /** Does something to each session, on its loop. */
  public void onEach(Consumer<RelaySession> action) {
    byLoop.forEach((loop, sessions) -> loop.execute(() -> List.copyOf(sessions).forEach(action)));
  }

  /** A snapshot of each session that lives now and still does when its turn has come. */
  public CompletionStage<List<SessionSnapshot>> snapshots() {
    List<CompletableFuture<List<SessionSnapshot>>> rounds = new ArrayList<>();
    byLoop.forEach((loop, sessions) -> rounds.add(SnapshotRound.begin(loop, sessions)));
    return CompletableFuture.allOf(rounds.toArray(CompletableFuture[]::new))
        .thenApply(all -> joined(rounds));
  }

  private static List<SessionSnapshot> joined(
      List<CompletableFuture<List<SessionSnapshot>>> rounds) {
    List<SessionSnapshot> joined = new ArrayList<>();
    rounds.forEach(round -> joined.addAll(round.join()));
    return joined;
  }
}
