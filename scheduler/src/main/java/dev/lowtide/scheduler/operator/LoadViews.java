package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What went on lately. Safe for any thread. */
@FunctionalInterface
public interface LoadViews {

  /** The longest that is remembered. */
  Duration REMEMBERED = Duration.ofDays(1);

  /**
   * The points there are in a span of time, the oldest first: as fine as they are remembered, which
   * is ten seconds for the last hour and five minutes before.
   */
  List<LoadPoint> between(Instant from, Instant to);
}
