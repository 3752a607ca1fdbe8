package dev.lowtide.scheduler.shrink;

import java.time.Duration;

/**
 * Where the time of a run went.
 *
 * @param work that it turned out to be
 * @param waited for the load to fall, for a person, for a moment to cut over
 */
public record RunTiming(
    Work work,
    Duration copying,
    Duration indexing,
    Duration comparing,
    Duration rest,
    Duration waited) {

  /** What a forecast is about. */
  public Duration worked() {
    return copying.plus(indexing).plus(comparing).plus(rest);
  }
}
