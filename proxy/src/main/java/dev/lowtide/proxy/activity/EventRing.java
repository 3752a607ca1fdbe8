package dev.lowtide.proxy.activity;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order they came, as many as there is room for. Safe for any thread.
 *
 * <p>Finished statements are most of what happens, so they are kept in columns, and become objects
 * on the thread that takes them out: event loops make none. A slot takes 29 bytes.
 */
final class EventRing {

  /** A slot's event, or null if it has a finished statement in the columns. */
  private final @Nullable ActivityEvent[] events;

  private final @Nullable SessionId[] sessions;
  private final @Nullable Footprint[] footprints;
  private final long[] atNanos;
  private final long[] tookNanos;
  private final boolean[] isError;
  private int first;
  private int size;

  EventRing(int capacity) {
    events = new ActivityEvent[capacity];
    sessions = new SessionId[capacity];
    footprints = new Footprint[capacity];
    atNanos = new long[capacity];
    tookNanos = new long[capacity];
    isError = new boolean[capacity];
  }

  /** False if there is no room. */
  synchronized boolean offer(ActivityEvent event) {
    if (size == events.length) {
      return false;
    }
    events[nextSlot()] = event;
    return true;
  }

  /** False if there is no room. */
  synchronized boolean offerFinished(
      SessionId session, long atNanos, Footprint footprint, long tookNanos, boolean isError) {
    if (size == events.length) {
      return false;
    }
    int slot = nextSlot();
    this.sessions[slot] = session;
    this.atNanos[slot] = atNanos;
    this.footprints[slot] = footprint;
    this.tookNanos[slot] = tookNanos;
    this.isError[slot] = isError;
    return true;
  }

  synchronized int size() {
    return size;
  }

  /** Takes out so many at most, the oldest first. Returns how many. */
  synchronized int drainTo(List<ActivityEvent> out, int max) {
    int taken = Math.min(max, size);
    for (int i = 0; i < taken; i++) {
      out.add(take(first));
      first = (first + 1) % events.length;
    }
    size -= taken;
    return taken;
  }

  private int nextSlot() {
    int slot = (first + size) % events.length;
    size++;
    return slot;
  }

  private ActivityEvent take(int slot) {
    ActivityEvent event = events[slot];
    SessionId session = sessions[slot];
    Footprint footprint = footprints[slot];
    events[slot] = null;
    sessions[slot] = null;
    footprints[slot] = null;
    if (session == null || footprint == null) {
      return Objects.requireNonNull(event);
    }
    Duration took = Duration.ofNanos(tookNanos[slot]);
    return new ActivityEvent.StatementFinished(
        session, atNanos[slot], footprint, took, isError[slot]);
  }
}
