package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.Throttle;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The governor's word for old tables that follow, and before it that of a cut-over: that locks the
 * registry, in which whoever follows writes, and must not have to wait for it. Any thread.
 */
final class FollowThrottle implements Throttle {

  private final Throttle governor;
  private final Supplier<@Nullable ActiveRun> active;

  FollowThrottle(Throttle governor, Supplier<@Nullable ActiveRun> active) {
    this.governor = governor;
    this.active = active;
  }

  @Override
  public Optional<String> standstill() {
    ActiveRun run = active.get();
    return run != null && run.isCuttingOver()
        ? Optional.of("run " + run.id() + " is at its cut-over")
        : governor.standstill();
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
