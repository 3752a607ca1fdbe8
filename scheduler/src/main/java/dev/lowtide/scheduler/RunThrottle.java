package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.Throttle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** For the run itself: a person may have paused it, or the store be gone. Any thread. */
final class RunThrottle extends BehindRun {

  RunThrottle(Throttle governor, Supplier<@Nullable ActiveRun> active) {
    super(governor, active);
  }

  @Override
  String hindrance(ActiveRun run) {
    String pausedBy = run.copy().pausedBy();
    if (!pausedBy.isEmpty()) {
      return "paused by " + pausedBy;
    }
    String store = run.storeProblem();
    return store.isEmpty() ? "" : "the store cannot be used: " + store;
  }

  @Override
  public boolean isPaused() {
    ActiveRun run = active();
    return run != null && run.copy().isPaused();
  }
}
