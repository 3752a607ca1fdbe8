package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A plan, or why there is none. */
public sealed interface PlanOutcome {

  /** It can be done like this. */
  record Planned(ShrinkPlan plan) implements PlanOutcome {}

  /**
   * It cannot be done.
   *
   * @param reason names the value and what was expected
   */
  record Refused(String reason) implements PlanOutcome {}
}
