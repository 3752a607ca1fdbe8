package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.Throttle;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The governor's word, and before it that of the run at work. Any thread. */
abstract class BehindRun implements Throttle {

  private final Throttle governor;
  private final Supplier<@Nullable ActiveRun> active;

  BehindRun(Throttle governor, Supplier<@Nullable ActiveRun> active) {
    this.governor = governor;
    this.active = active;
  }

  /** Why nothing may be done because of this run; empty if nothing speaks against it. */
  abstract String hindrance(ActiveRun run);

  @Override
  public final Optional<String> standstill() {
    ActiveRun run = active();
    String hindrance = run == null ? "" : hindrance(run);
    return hindrance.isEmpty() ? governor.standstill() : Optional.of(hindrance);
  }

  @Override
  public final boolean areClientsThere() {
    return governor.areClientsThere();
  }

  @Override
  public final Duration chunkTime() {
    return governor.chunkTime();
  }

  @Override
  public final Duration restAfter(Duration worked) {
    return governor.restAfter(worked);
  }

  final @Nullable ActiveRun active() {
    return active.get();
  }
}
