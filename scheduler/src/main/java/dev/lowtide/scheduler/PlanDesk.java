package dev.lowtide.scheduler;

import dev.lowtide.scheduler.operator.OperatorException;
import dev.lowtide.scheduler.operator.OperatorException.Kind;
import dev.lowtide.scheduler.plan.PlanOutcome;
import dev.lowtide.scheduler.plan.PlanOutcome.Planned;
import dev.lowtide.scheduler.plan.PlanOutcome.Refused;
import dev.lowtide.scheduler.plan.Planner;
import dev.lowtide.scheduler.preflight.Preflight;
import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Space;
import dev.lowtide.scheduler.shrink.Subject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Plans, and what the checks say of them, for people. Safe for any thread. */
final class PlanDesk {

  private final Planner planner;
  private final Supplier<List<Space>> spaces;
  private final Preflight preflight;

  PlanDesk(Planner planner, Supplier<List<Space>> spaces, Preflight preflight) {
    this.planner = planner;
    this.spaces = spaces;
    this.preflight = preflight;
  }

  /** Every kind of space that there is. */
  List<Space> spaces() {
    return spaces.get();
  }

  List<CheckResult> check(ShrinkPlan plan) {
    return preflight.check(plan);
  }

  /** Refused in words if there is none. */
  ShrinkPlan plan(Subject subject, Optional<ShrinkMethod> method) {
    PlanOutcome outcome = planner.plan(subject, method);
    if (outcome instanceof Planned planned) {
      return planned.plan();
    }
    throw new OperatorException(Kind.REFUSED, ((Refused) outcome).reason());
  }

  /**
   * One that may be requested: what no waiting will cure is said at once, not after ten attempts.
   */
  ShrinkPlan passable(Subject subject, Optional<ShrinkMethod> method) {
    ShrinkPlan plan = plan(subject, method);
    String lasting =
        preflight.check(plan).stream()
            .filter(CheckResult::isLasting)
            .map(CheckResult::text)
            .collect(Collectors.joining("; "));
    if (!lasting.isEmpty()) {
      throw new OperatorException(Kind.REFUSED, plan.subject() + " cannot be shrunk: " + lasting);
    }
    return plan;
  }
}
