package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.Planner;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.SpaceKind;
import dev.lowtide.scheduler.shrink.Subject;
import java.util.Map;
import java.util.Optional;

/** Gives every kind of space to whoever plans for it. */
public final class Kinds implements Planner {

  private final Map<SpaceKind, Planner> planners;

  public Kinds(Map<SpaceKind, Planner> planners) {
    this.planners = Map.copyOf(planners);
  }

  @Override
  public PlanOutcome plan(Subject subject, Optional<ShrinkMethod> requested) {
    Planner planner = planners.get(subject.kind());
    if (planner == null) {
      return new Refused(
          subject + " cannot be made smaller by a run; 'spaces' says what can be done");
    }
    boolean isOfKind =
        requested.isEmpty()
            || requested.get().isFor(subject.kind())
            || subject.kind() == SpaceKind.FULLTEXT;
    return isOfKind
        ? planner.plan(subject, requested)
        : new Refused(requested.get().word() + " is no method for " + subject);
  }

  @Override
  public PlanOutcome again(ShrinkPlan plan) {
    Planner planner = planners.get(plan.subject().kind());
    return planner == null ? plan(plan.subject(), Optional.of(plan.method())) : planner.again(plan);
  }
}
