package dev.lowtide.scheduler.quiet;

import java.time.Duration;

/**
 * Where one condition stands. All of them together are the ladder to quiet.
 *
 * @param value what was seen, or why nothing was
 * @param limit what it has to be
 * @param lasted for how long the condition has stood like this
 */
public record Rung(Signal signal, Outcome outcome, String value, String limit, Duration lasted) {

  /** What a condition says. */
  public enum Outcome {
    MET,
    NOT_MET,
    /** It could not be seen; counts as not met. */
    BLIND
  }

  public boolean isMet() {
    return outcome == Outcome.MET;
  }

  boolean isBlind() {
    return outcome == Outcome.BLIND;
  }

  BusyReason reason() {
    return new BusyReason(signal, value, limit, lasted);
  }
}
