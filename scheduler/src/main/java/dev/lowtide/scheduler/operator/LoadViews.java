package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.time.Instant;

/** What went on. Safe for any thread. */
@FunctionalInterface
public interface LoadViews {

  /** The longest that can be looked at in one piece: a year. */
  Duration LONGEST = Duration.ofDays(366);

  /**
   * The points there are in a span of time, so finely that there are some 750 at most: ten seconds
   * up to two hours, five minutes up to two days, hours up to a month, half days beyond; more
   * coarsely where the finer ones are no longer kept.
   */
  LoadSeries between(Instant from, Instant to);
}
