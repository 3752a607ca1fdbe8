package dev.lowtide.scheduler.approval;

import dev.lowtide.scheduler.shrink.Approval;
import dev.lowtide.scheduler.shrink.RunId;
import dev.lowtide.scheduler.shrink.ShrinkPlan;

/** A plan that was approved, still is, and is still true. Only the approval desk can make one. */
public final class ApprovedPlan {

  private final RunId run;
  private final ShrinkPlan plan;
  private final Approval approval;

  ApprovedPlan(RunId run, ShrinkPlan plan, Approval approval) {
    this.run = run;
    this.plan = plan;
    this.approval = approval;
  }

  public RunId run() {
    return run;
  }

  public ShrinkPlan plan() {
    return plan;
  }

  public Approval approval() {
    return approval;
  }
}
