package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.approval.ApprovedPlan;

/** One way of shrinking a table. Called after the checks have passed, by one thread at a time. */
@FunctionalInterface
public interface Way {

  AttemptResult attempt(ApprovedPlan approved, Surroundings surroundings, RunLog runLog)
      throws InterruptedException;
}
