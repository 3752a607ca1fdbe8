package dev.lowtide.scheduler;

import java.time.Duration;
import java.time.Instant;

/**
 * How finely what went on is remembered. Each tier has in memory what can be asked of it in one
 * piece, some 750 points, so that pages of now need no store.
 */
enum LoadTier {
  TEN_SECONDS(Duration.ofSeconds(10), Duration.ofHours(2)),
  FIVE_MINUTES(Duration.ofMinutes(5), Duration.ofDays(2)),
  HOURS(Duration.ofHours(1), Duration.ofDays(31)),
  HALF_DAYS(Duration.ofHours(12), Duration.ofDays(366));

  private final Duration step;
  private final Duration spanMax;

  LoadTier(Duration step, Duration spanMax) {
    this.step = step;
    this.spanMax = spanMax;
  }

  /** How long one of its points is. */
  Duration step() {
    return step;
  }

  /** The longest that is looked at in it. */
  Duration spanMax() {
    return spanMax;
  }

  int pointsMax() {
    return (int) spanMax.dividedBy(step);
  }

  /** The point that a moment falls into. */
  Instant begin(Instant at) {
    long seconds = step.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
  }

  /** The finest in which so much is not too much, and that goes back so far. */
  static LoadTier of(Duration span, Duration back, LoadRetention retention) {
    for (LoadTier tier : values()) {
      if (span.compareTo(tier.spanMax) <= 0 && back.compareTo(retention.of(tier)) <= 0) {
        return tier;
      }
    }
    return HALF_DAYS;
  }
}
