package dev.lowtide.proxy.relay;

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
import java.util.function.Function;

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

  /**
   * Asks each session on its loop, all loops at the same time, each in slices between which it
   * serves its channels.
   */
  public <T> CompletionStage<List<T>> ask(Function<RelaySession, T> question) {
    List<CompletableFuture<List<T>>> walks = new ArrayList<>();
    byLoop.forEach((loop, sessions) -> walks.add(LoopWalk.begin(loop, sessions, question)));
    return CompletableFuture.allOf(walks.toArray(CompletableFuture[]::new))
        .thenApply(all -> joined(walks));
  }

  private static <T> List<T> joined(List<CompletableFuture<List<T>>> walks) {
    List<T> joined = new ArrayList<>();
    walks.forEach(walk -> joined.addAll(walk.join()));
    return joined;
  }
}
