package dev.lowtide.scheduler.shrink;

import java.time.Duration;

/**
 * How long a run will be at work. Waiting for a quiet moment is not in it.
 *
 * @param error it will hardly be off by more
 * @param runs on this server that it was learnt from
 */
public record Forecast(Duration likely, Duration error, int runs) {

  /** Nobody has worked it out. */
  public static final Forecast NONE = new Forecast(Duration.ZERO, Duration.ZERO, 0);

  public boolean isKnown() {
    return !likely.isZero();
  }

  /** It will hardly take longer. */
  public Duration atMost() {
    return likely.plus(error);
  }

  @Override
  public String toString() {
    return isKnown() ? TimeText.of(likely) + " ± " + TimeText.of(error) : "not known";
  }

  /** What it rests on, in words. */
  public String basis() {
    return switch (runs) {
      case 0 -> "no run on this server yet";
      case 1 -> "one run on this server";
      default -> runs + " runs on this server";
    };
  }
}
