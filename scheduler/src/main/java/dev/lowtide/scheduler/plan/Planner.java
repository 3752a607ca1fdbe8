package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ShrinkMethod;
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
}
