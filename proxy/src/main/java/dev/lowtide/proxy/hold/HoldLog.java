package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.NanoClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each change of a hold's state. That it is quiet, and that it is not any more, is told
 * once each: it may go to and fro as often as statements reach their deadlines. Safe for any
 * thread.
 */
final class HoldLog {

  private static final Logger log = LoggerFactory.getLogger(HoldLog.class);

  private final String holder;
  private final NanoClock clock;
  private final long placedNanos;
  private final AtomicBoolean isQuietTold = new AtomicBoolean();
  private final AtomicBoolean isUnquietTold = new AtomicBoolean();

  HoldLog(String holder, NanoClock clock) {
    this.holder = holder;
    this.clock = clock;
    this.placedNanos = clock.nanos();
  }

  void onPlaced(HoldRequest request) {
    log.info(
        "hold of {} on {} is placed: budget={} deadline={}",
        holder,
        request.scope(),
        request.budget(),
        request.deadline());
  }

  void onWidened(List<HoldScope> scopes) {
    isQuietTold.set(false);
    log.info("hold of {} is widened to {}", holder, scopes);
  }

  void onQuiet(HoldCounts counts) {
    if (isQuietTold.compareAndSet(false, true)) {
      log.info(
          "hold of {} is quiet after {} ms: held={} waiting={}",
          holder,
          millis(),
          counts.held(),
          counts.waiting());
    }
  }

  void onAwaiting() {
    if (isQuietTold.get() && isUnquietTold.compareAndSet(false, true)) {
      log.info(
          "hold of {} is not quiet any more: a statement went on at its deadline after {} ms",
          holder,
          millis());
    }
  }

  void onReleased(List<HoldScope> scopes, HoldCounts counts) {
    log.info(
        "hold of {} on {} is released after {} ms: held={} waiting={} expired={} awaited={}"
            + " longestWaitMs={}",
        holder,
        scopes,
        millis(),
        counts.held(),
        counts.waiting(),
        counts.expired(),
        counts.awaited(),
        counts.longestWait().toMillis());
  }

  void onLapsed(int waiting) {
    log.warn(
        "hold of {} has lapsed after {} ms: nobody renewed it; {} go on at their deadlines",
        holder,
        millis(),
        waiting);
  }

  private long millis() {
    return Duration.ofNanos(clock.nanos() - placedNanos).toMillis();
  }
}
