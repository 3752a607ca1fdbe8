package dev.lowtide.scheduler.load;

import java.time.Duration;

/**
 * How long statements took of late, and how long they took before.
 *
 * @param recent those of the last {@link LoadModel#RATE_WINDOW}
 * @param past those of the {@link LatencyHistory#PAST} before that
 */
public record Latencies(Share recent, Share past) {

  /** So many statements, of which 95 in a hundred took no longer. */
  public record Share(long statements, Duration p95) {
    static final Share NONE = new Share(0, Duration.ZERO);
  }

  public static final Latencies NONE = new Latencies(Share.NONE, Share.NONE);
}
