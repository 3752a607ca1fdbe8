package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import java.util.Optional;

/** Says to the letter how something would be made smaller. */
@FunctionalInterface
public interface Planner {

  /**
   * A plan from the facts of this moment, or why there is none.
   *
   * @param requested the method that somebody asks for; nothing to have it chosen
   */
  PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested);

  /** A plan made again, to see whether it is still the same. */
  default PlanOutcome again(ShrinkPlan plan) {
    return plan(plan.subject(), Optional.of(plan.method()));
  }
}
