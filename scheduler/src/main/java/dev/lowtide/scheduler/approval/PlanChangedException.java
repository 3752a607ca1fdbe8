package dev.lowtide.scheduler.approval;

import dev.lowtide.scheduler.shrink.PlanHash;
import dev.lowtide.scheduler.shrink.ShrinkRun;

/** Somebody decided on another plan than the one that the run has now. */
public final class PlanChangedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PlanChangedException(ShrinkRun run, PlanHash seen) {
    super(
        "the plan of run "
            + run.id()
            + " is "
            + run.plan().hash().abbreviated()
            + " now, and you saw "
            + seen.abbreviated()
            + " (expected: a decision on the plan as it is; load it again)");
  }
}
