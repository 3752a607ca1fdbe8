package dev.lowtide.scheduler.binlog;

import java.time.Duration;

/** How long to wait before the next attempt: longer after each that was in vain. */
final class ReconnectPace {

  private static final Duration FIRST = Duration.ofMillis(100);

  /** A server that restarts is followed again soon, and one that is gone is not bothered. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Duration next = FIRST;

  Duration next() {
    Duration wait = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return wait;
  }

  void onSuccess() {
    next = FIRST;
  }
}
