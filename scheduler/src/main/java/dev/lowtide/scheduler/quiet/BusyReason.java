package dev.lowtide.scheduler.quiet;

import java.time.Duration;

/**
 * One thing that speaks against quiet.
 *
 * @param value what was seen
 * @param limit what it would have to be
 * @param lasted for how long it has spoken against it
 */
public record BusyReason(Signal signal, String value, String limit, Duration lasted) {

  @Override
  public String toString() {
    return signal + ": " + value + " (quiet: " + limit + "), for " + lasted.toSeconds() + " s";
  }
}
