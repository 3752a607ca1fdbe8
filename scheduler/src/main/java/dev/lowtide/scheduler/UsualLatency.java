package dev.lowtide.scheduler;

import dev.lowtide.scheduler.load.Latencies;
import dev.lowtide.scheduler.load.Latencies.Share;
import dev.lowtide.scheduler.load.LoadModel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long statements take when no copy is at work: what was before it began, and what is whenever
 * it has rested for as long as the figures reach back. So a copy that makes everybody slower never
 * becomes what is usual, and the time of day still does. Confined to one thread.
 */
final class UsualLatency {

  /** Of fewer, the 95th percentile is one statement. */
  private static final long STATEMENTS_MIN = 20;

  /** A second more, since the figures are of whole seconds. */
  private static final long RESTED_NANOS =
      LoadModel.RATE_WINDOW.plus(Duration.ofSeconds(1)).toNanos();

  private @Nullable Duration usual;
  private boolean hasLooked;
  private boolean isResting;
  private long restingSinceNanos;

  /** What is usual by now; null if nobody knows. */
  @Nullable Duration observe(Latencies latencies, boolean isCopyResting, long nowNanos) {
    if (!hasLooked) {
      hasLooked = true;
      usual = known(latencies.past(), known(latencies.recent(), null));
    }
    if (!isCopyResting || !isResting) {
      restingSinceNanos = nowNanos;
    }
    isResting = isCopyResting;
    if (isResting && nowNanos - restingSinceNanos >= RESTED_NANOS) {
      usual = known(latencies.recent(), usual);
    }
    return usual;
  }

  private static @Nullable Duration known(Share share, @Nullable Duration otherwise) {
    return share.statements() < STATEMENTS_MIN ? otherwise : share.p95();
  }
}
