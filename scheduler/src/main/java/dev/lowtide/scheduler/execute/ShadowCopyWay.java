package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.copy.TableCopy;

/** A copy of the table grows behind live traffic, and takes its place in a moment. */
public final class ShadowCopyWay implements Way {

  private final CopyTools tools;
  private final TrafficHold traffic;
  private final Pace pace;

  public ShadowCopyWay(CopyTools tools, TrafficHold traffic, Pace pace) {
    this.tools = tools;
    this.traffic = traffic;
    this.pace = pace;
  }

  @Override
  public AttemptResult attempt(ApprovedPlan approved, Surroundings surroundings, RunLog runLog)
      throws InterruptedException {
    try (TableCopy copy = tools.copy(approved.plan(), runLog.copy())) {
      CopyCutOver cutOver =
          new CopyCutOver(
              tools, copy, traffic, surroundings, pace, approved.plan().clientWaitMax(), runLog);
      return new ShadowCopy(approved, tools, copy, cutOver, pace, runLog).run();
    }
  }
}
