package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.CopyPhase;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * Where the time of an attempt goes. What it is told comes from the run's thread; it is asked by
 * any.
 */
final class RunTimes {

  private enum Part {
    COPYING,
    INDEXING,
    COMPARING,
    REST,
    WAITED
  }

  private final Clock clock;
  private final Map<Part, Duration> spent = new EnumMap<>(Part.class);
  private Part part = Part.REST;
  private boolean isStandingStill;
  private boolean isCopyWhole;
  private boolean isCuttingOver;
  private Instant since;

  /** It begins now. */
  RunTimes(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /** A rebuild is one statement; what a copy does is told by its phases besides. */
  synchronized void onState(RunState state) {
    switch (state) {
      case RUNNING -> become(isCuttingOver ? Part.WAITED : Part.COPYING);
      case CUTTING_OVER -> {
        isCuttingOver = true;
        become(Part.WAITED);
      }
      case VERIFYING -> become(Part.COMPARING);
      default -> become(Part.REST);
    }
  }

  /** From the first cut-over on there is nothing left but to wait for the moment. */
  synchronized void onPhase(CopyPhase phase) {
    isCopyWhole |= phase == CopyPhase.CREATING;
    if (!isCuttingOver) {
      become(
          switch (phase) {
            case CREATING, KEPT -> Part.REST;
            case COPYING -> Part.COPYING;
            case INDEXING -> Part.INDEXING;
            case FOLLOWING -> Part.COMPARING;
            case SWAPPING -> Part.WAITED;
          });
    }
  }

  synchronized void onStandstill(boolean isStill) {
    count();
    isStandingStill = isStill;
  }

  /** Whether all was done in this attempt; a copy may be one that an earlier one has begun. */
  synchronized boolean isWhole(ShrinkMethod method) {
    return !method.isCopy() || isCopyWhole;
  }

  /** Up to now. */
  synchronized RunTiming timing(Work work) {
    count();
    return new RunTiming(
        work,
        of(Part.COPYING),
        of(Part.INDEXING),
        of(Part.COMPARING),
        of(Part.REST),
        of(Part.WAITED));
  }

  private void become(Part next) {
    count();
    part = next;
  }

  /** A clock that is set back makes a moment of none. */
  private void count() {
    Instant now = clock.instant();
    Duration passed = Duration.between(since, now);
    if (!passed.isNegative()) {
      spent.merge(isStandingStill ? Part.WAITED : part, passed, Duration::plus);
    }
    since = now;
  }

  private Duration of(Part wanted) {
    return spent.getOrDefault(wanted, Duration.ZERO);
  }
}
