package dev.lowtide.proxy.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The only hand-over from event loops to whoever watches.
 *
 * <p>Safe for any thread. Publishing never waits: what finds no room is dropped, counted, and told
 * as a {@link ActivityEvent.FeedGap} at the next drain.
 */
public final class ActivityFeed {

  /**
   * At 20,000 statements a second this is three seconds without a drain. The ring takes 2 MB, full
   * or empty; footprints are most often shared with the cached facts of their statements.
   */
  public static final int DEFAULT_CAPACITY = 1 << 16;

  /** Events moved per turn of the ring's lock: a few microseconds. */
  private static final int DRAIN_BATCH = 256;

  private final EventRing ring;
  private final NanoClock clock;
  private final AtomicLong lost = new AtomicLong();
  private final LongAdder questions = new LongAdder();

  public ActivityFeed(int capacity, NanoClock clock) {
    this.ring = new EventRing(capacity);
    this.clock = clock;
  }

  public void publish(ActivityEvent event) {
    if (!ring.offer(event)) {
      lost.incrementAndGet();
    }
  }

  /** Publishes a {@link ActivityEvent.StatementFinished} that is made only when it is fetched. */
  public void publishFinished(
      SessionId session, long atNanos, Footprint footprint, long tookNanos, boolean isError) {
    if (!ring.offerFinished(session, atNanos, footprint, tookNanos, isError)) {
      lost.incrementAndGet();
    }
  }

  /** Counts a command that went to the server and that the server counts among its Questions. */
  public void countQuestion() {
    questions.increment();
  }

  /** How many there were, of sessions that can be followed. */
  public long questions() {
    return questions.sum();
  }

  /** Tells the listener everything published so far, the gap first. */
  public void drain(ActivityListener listener) {
    long gap = lost.getAndSet(0);
    if (gap > 0) {
      listener.onFeedGap(new ActivityEvent.FeedGap(clock.nanos(), gap));
    }
    List<ActivityEvent> batch = new ArrayList<>(DRAIN_BATCH);
    int waiting = ring.size();
    while (waiting > 0 && ring.drainTo(batch, Math.min(DRAIN_BATCH, waiting)) > 0) {
      waiting -= batch.size();
      batch.forEach(event -> event.tell(listener));
      batch.clear();
    }
  }
}
