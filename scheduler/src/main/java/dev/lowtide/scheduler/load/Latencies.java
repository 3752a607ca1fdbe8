package dev.lowtide.scheduler.load;

import java.time.Duration;

/**
 * How long statements took of late, and how long they took before.
 *
 * @param recent those of the last {@link LoadModel#RATE_WINDOW}
 * @param past those of the {@link LatencyHistory#PAST} before that
 */
public record Latencies(Share recent, Share past) {

  /**
   * So many statements, of which 95 in a hundred took no longer.
   *
   * @param p95 to be compared with another: a millisecond at least, because what is shorter is not
   *     worth telling apart
   * @param spread to be looked at, as it is
   */
  public record Share(long statements, Duration p95, Spread spread) {
    static final Share NONE = new Share(0, Duration.ZERO);

    /** Where all took the same. */
    public Share(long statements, Duration p95) {
      this(statements, p95, new Spread(p95, p95, p95));
    }
  }

  /** 50, 95 and 99 in a hundred took no longer. */
  public record Spread(Duration p50, Duration p95, Duration p99) {}

  public static final Latencies NONE = new Latencies(Share.NONE, Share.NONE);
}
