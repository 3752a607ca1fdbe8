package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.quiet.Rung.Outcome;

/**
 * What a condition finds at one moment.
 *
 * @param value what was seen, or why nothing was
 * @param limit what it has to be
 */
record Finding(Outcome outcome, String value, String limit) {

  static Finding of(boolean isMet, String value, String limit) {
    return new Finding(isMet ? Outcome.MET : Outcome.NOT_MET, value, limit);
  }

  static Finding blind(String why, String limit) {
    return new Finding(Outcome.BLIND, why, limit);
  }
}
