package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.Throttle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For old tables that follow: a cut-over locks the registry, in which whoever follows writes, and
 * must not have to wait for it. Any thread.
 */
final class FollowThrottle extends BehindRun {

  FollowThrottle(Throttle governor, Supplier<@Nullable ActiveRun> active) {
    super(governor, active);
  }

  @Override
  String hindrance(ActiveRun run) {
    return run.isCuttingOver() ? "run " + run.id() + " is at its cut-over" : "";
  }
}
