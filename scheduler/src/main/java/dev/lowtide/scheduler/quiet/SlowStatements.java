package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.load.Latencies.Share;
import java.time.Duration;

/**
 * Statements take about as long as they have taken of late: nobody is being hurt by something that
 * no other figure shows.
 */
final class SlowStatements implements ServerCondition {

  /** The slowest of fewer would be the 95th percentile: one statement, and not what is usual. */
  private static final long RECENT_MIN = 20;

  /** Ten that took longer than the percentile, so that it does not hang on one or two. */
  private static final long PAST_MIN = 200;

  private final double timesUsualMax;
  private final Duration floor;
  private final Band band = new Band();

  SlowStatements(double timesUsualMax, Duration floor) {
    this.timesUsualMax = timesUsualMax;
    this.floor = floor;
  }

  @Override
  public Signal signal() {
    return Signal.SLOW_STATEMENTS;
  }

  @Override
  public Finding judge(Signals seen) {
    Share recent = seen.load().latencies().recent();
    Share past = seen.load().latencies().past();
    if (recent.statements() < RECENT_MIN || past.statements() < PAST_MIN) {
      band.isWithin(0, millis(floor));
      return Finding.of(true, "too few statements to compare", bound(millis(floor)));
    }
    double limit = Math.max(millis(floor), timesUsualMax * millis(past.p95()));
    boolean isMet = band.isWithin(millis(recent.p95()), limit);
    return Finding.of(isMet, Words.millis(millis(recent.p95())), bound(limit));
  }

  private String bound(double limit) {
    return "at most " + Words.millis(band.bound(limit));
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1_000_000.0;
  }
}
