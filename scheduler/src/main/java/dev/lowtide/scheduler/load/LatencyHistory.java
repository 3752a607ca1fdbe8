package dev.lowtide.scheduler.load;

import dev.lowtide.scheduler.load.Latencies.Share;
import dev.lowtide.scheduler.load.Latencies.Spread;
import java.time.Duration;
import java.util.Arrays;

/**
 * Counts statements by how long they took, second by second. Counting one makes no object. Confined
 * to the scheduler's thread.
 *
 * <p>Eight buckets for each doubling, so a percentile is at most an eighth too high. What took less
 * than some 30 microseconds falls into the first bucket, and beyond a minute into the last: nobody
 * asks how short the one was, or how long the other. 170 buckets of 606 seconds are 400 KiB.
 */
final class LatencyHistory {

  /** Long enough to know what is usual, short enough to follow the time of day. */
  static final Duration PAST = Duration.ofMinutes(10);

  private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  /** 2 to the power of 15 nanoseconds, about 33 microseconds. */
  private static final int SHORTEST_LOG2 = 15;

  /** 2 to the power of 20 nanoseconds, about a millisecond: who takes less is not compared. */
  private static final long COMPARED_NANOS_MIN = 1L << 20;

  /** 2 to the power of 36 nanoseconds, about 69 s. */
  private static final int LONGEST_LOG2 = 36;

  private static final int SUB_LOG2 = 3;
  private static final int SUBS = 1 << SUB_LOG2;
  private static final int BUCKETS = (LONGEST_LOG2 - SHORTEST_LOG2) * SUBS + 2;

  private static final int RECENT_SECONDS = (int) LoadModel.RATE_WINDOW.toSeconds();
  private static final int SECONDS = (int) PAST.toSeconds() + RECENT_SECONDS + 1;

  private final int[][] counts = new int[SECONDS][BUCKETS];

  /** Which second each place of the ring holds. */
  private final long[] numbers = new long[SECONDS];

  private final long[] sum = new long[BUCKETS];

  void count(long atNanos, long tookNanos) {
    long number = Math.floorDiv(atNanos, NANOS_PER_SECOND);
    int place = Math.floorMod(number, SECONDS);
    if (numbers[place] != number) {
      numbers[place] = number;
      Arrays.fill(counts[place], 0);
    }
    counts[place][bucket(tookNanos)]++;
  }

  /** Whole seconds only, as rates have it. */
  Latencies at(long nowNanos) {
    long current = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
    long recentFrom = current - RECENT_SECONDS;
    return new Latencies(
        share(recentFrom, current), share(recentFrom - PAST.toSeconds(), recentFrom));
  }

  private Share share(long from, long to) {
    Arrays.fill(sum, 0);
    long statements = 0;
    for (int place = 0; place < SECONDS; place++) {
      if (numbers[place] >= from && numbers[place] < to) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
          sum[bucket] += counts[place][bucket];
          statements += counts[place][bucket];
        }
      }
    }
    if (statements == 0) {
      return Share.NONE;
    }
    long p95 = nanos(statements - statements / 20);
    Spread spread =
        new Spread(
            Duration.ofNanos(nanos(statements - statements / 2)),
            Duration.ofNanos(p95),
            Duration.ofNanos(nanos(statements - statements / 100)));
    return new Share(statements, Duration.ofNanos(Math.max(COMPARED_NANOS_MIN, p95)), spread);
  }

  /** So many of them took no longer. */
  private long nanos(long rank) {
    int bucket = 0;
    for (long seen = sum[0]; seen < rank; seen += sum[bucket]) {
      bucket++;
    }
    return upperNanos(bucket);
  }

  private static int bucket(long nanos) {
    if (nanos < 1L << SHORTEST_LOG2) {
      return 0;
    }
    int log2 = 63 - Long.numberOfLeadingZeros(nanos);
    if (log2 >= LONGEST_LOG2) {
      return BUCKETS - 1;
    }
    int sub = (int) (nanos >> (log2 - SUB_LOG2)) & (SUBS - 1);
    return 1 + (log2 - SHORTEST_LOG2) * SUBS + sub;
  }

  /** The longest that falls into a bucket. */
  private static long upperNanos(int bucket) {
    if (bucket == 0) {
      return 1L << SHORTEST_LOG2;
    }
    int log2 = SHORTEST_LOG2 + (bucket - 1) / SUBS;
    int sub = (bucket - 1) % SUBS;
    return (SUBS + sub + 1L) << (log2 - SUB_LOG2);
  }
}
