package dev.lowtide.scheduler.quiet;

import dev.lowtide.scheduler.quiet.Rung.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Remembers since when each condition has stood as it stands. Confined to the scheduler's thread.
 */
final class SinceWhen {

  private record Standing(Outcome outcome, long sinceNanos) {}

  private final Map<Signal, Standing> standings = new EnumMap<>(Signal.class);

  Rung rung(Signal signal, Finding finding, long nowNanos) {
    Standing before = standings.get(signal);
    long since =
        before == null || before.outcome() != finding.outcome() ? nowNanos : before.sinceNanos();
    standings.put(signal, new Standing(finding.outcome(), since));
    return new Rung(
        signal,
        finding.outcome(),
        finding.value(),
        finding.limit(),
        Duration.ofNanos(nowNanos - since));
  }
}
