package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.function.UnaryOperator;

/** A plan, or why there is none. */
public sealed interface PlanOutcome {

  /** The same with something else said in the plan, if there is one. */
  PlanOutcome map(UnaryOperator<ShrinkPlan> change);

  /** It can be done like this. */
  record Planned(ShrinkPlan plan) implements PlanOutcome {
    @Override
    public PlanOutcome map(UnaryOperator<ShrinkPlan> change) {
      return new Planned(change.apply(plan));
    }
  }

  /**
   * It cannot be done.
   *
   * @param reason names the value and what was expected
   */
  record Refused(String reason) implements PlanOutcome {
    @Override
    public PlanOutcome map(UnaryOperator<ShrinkPlan> change) {
      return this;
    }
  }
}
