package dev.lowtide.scheduler.quiet;

/**
 * One thing that speaks against quiet.
 *
 * @param value what was seen
 * @param limit what it would have to be
 */
public record BusyReason(Signal signal, String value, String limit) {

  @Override
  public String toString() {
    return signal + ": " + value + " (quiet: " + limit + ")";
  }
}
