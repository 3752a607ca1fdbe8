package dev.lowtide.scheduler.approval;

import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.Plans;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** Approved plans without a desk. */
public final class ApprovedPlans {

  private ApprovedPlans() {}

  public static ApprovedPlan approved(ShrinkPlan plan) {
    return new ApprovedPlan(new RunId(7), plan, new Approval("bob", Plans.NOW, false, plan.hash()));
  }
}
