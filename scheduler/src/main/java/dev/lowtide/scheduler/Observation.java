package dev.lowtide.scheduler;

import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.quiet.Judgement;
import dev.lowtide.scheduler.quiet.QuietVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What one tick saw.
 *
 * @param load null if the proxy could not be asked
 * @param server null if the server could not be asked
 */
record Observation(
    long atNanos, Judgement judgement, @Nullable LoadSnapshot load, @Nullable ServerLoad server) {

  QuietVerdict verdict() {
    return judgement.verdict();
  }
}
