package dev.lowtide.proxy.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The only hand-over from event loops to whoever watches.
 *
 * <p>Safe for any thread. Publishing never waits: what finds no room is dropped, counted, and told
 * as a {@link ActivityEvent.FeedGap} at the next drain.
 */
public final class ActivityFeed {

  /**
   * At 20,000 statements a second this is three seconds without a drain. An event takes some 100
   * bytes; its footprint is most often shared with the cached facts of its statement.
   */
  public static final int DEFAULT_CAPACITY = 1 << 16;

  /** Events moved per turn of the queue's lock: a few microseconds. */
  private static final int DRAIN_BATCH = 256;

  private final ArrayBlockingQueue<ActivityEvent> queue;
  private final NanoClock clock;
  private final AtomicLong lost = new AtomicLong();

  public ActivityFeed(int capacity, NanoClock clock) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.clock = clock;
  }

  public void publish(ActivityEvent event) {
    if (!queue.offer(event)) {
      lost.incrementAndGet();
    }
  }

  /** Tells the listener everything published so far, the gap first. */
  public void drain(ActivityListener listener) {
    long gap = lost.getAndSet(0);
    if (gap > 0) {
      listener.onFeedGap(new ActivityEvent.FeedGap(clock.nanos(), gap));
    }
    List<ActivityEvent> batch = new ArrayList<>(DRAIN_BATCH);
    int waiting = queue.size();
    while (waiting > 0 && queue.drainTo(batch, Math.min(DRAIN_BATCH, waiting)) > 0) {
      waiting -= batch.size();
      batch.forEach(event -> event.tell(listener));
      batch.clear();
    }
  }
}
