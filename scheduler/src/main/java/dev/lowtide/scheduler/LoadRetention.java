package dev.lowtide.scheduler;

import java.time.Duration;

/**
 * How long it is kept what went on.
 *
 * @param fine points of ten seconds
 * @param coarse points of five minutes
 * @param history points of an hour and of half a day
 * @param runs how each run went
 */
public record LoadRetention(Duration fine, Duration coarse, Duration history, Duration runs) {

  /** Some 62,000 rows in all. */
  public static final LoadRetention DEFAULT =
      new LoadRetention(
          Duration.ofDays(3), Duration.ofDays(90), Duration.ofDays(400), Duration.ofDays(400));

  public LoadRetention {
    requireInOrder("load.coarseFor", coarse, "load.fineFor", fine);
    requireInOrder("load.historyFor", history, "load.coarseFor", coarse);
  }

  private static void requireInOrder(
      String setting, Duration longer, String other, Duration shorter) {
    if (longer.compareTo(shorter) < 0) {
      throw new IllegalArgumentException(
          setting
              + ": "
              + longer.toHours()
              + "h (expected: at least "
              + other
              + ", "
              + shorter.toHours()
              + "h)");
    }
  }

  Duration of(LoadTier tier) {
    return switch (tier) {
      case TEN_SECONDS -> fine;
      case FIVE_MINUTES -> coarse;
      case HOURS, HALF_DAYS -> history;
    };
  }
}
