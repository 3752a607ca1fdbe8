package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.Throttle;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The governor's word, and before it that of a person who paused the run. Any thread. */
final class RunThrottle implements Throttle {

  private final Throttle governor;
  private final Supplier<@Nullable ActiveRun> active;

  RunThrottle(Throttle governor, Supplier<@Nullable ActiveRun> active) {
    this.governor = governor;
    this.active = active;
  }

  @Override
  public Optional<String> standstill() {
    ActiveRun run = active.get();
    String pausedBy = run == null ? "" : run.copy().pausedBy();
    return pausedBy.isEmpty() ? governor.standstill() : Optional.of("paused by " + pausedBy);
  }

  @Override
  public boolean isPaused() {
    ActiveRun run = active.get();
    return run != null && run.copy().isPaused();
  }

  @Override
  public boolean areClientsThere() {
    return governor.areClientsThere();
  }

  @Override
  public Duration chunkTime() {
    return governor.chunkTime();
  }

  @Override
  public Duration restAfter(Duration worked) {
    return governor.restAfter(worked);
  }
}
