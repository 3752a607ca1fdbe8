package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Subject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Says to the letter how something would be made smaller. */
@FunctionalInterface
public interface Planner {

  /**
   * A plan from the facts of this moment, or why there is none.
   *
   * @param requested the method that somebody asks for; nothing to have it chosen
   */
  PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested);

  /** The same, with what the server is to others in its plans. */
  default Planner among(Supplier<List<String>> topology) {
    Planner alone = this;
    return new Planner() {
      @Override
      public PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested) {
        return alone.plan(subject, requested).map(plan -> plan.among(topology.get()));
      }

      @Override
      public PlanOutcome again(ShrinkPlan plan) {
        return alone.again(plan).map(now -> now.among(topology.get()));
      }
    };
  }

  /** A plan made again, to see whether it is still the same. */
  default PlanOutcome again(ShrinkPlan plan) {
    return plan(plan.subject(), Optional.of(plan.method()));
  }
}
