package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** A plan, what the checks say to it now, and whether it is quiet. */
public record DryRun(ShrinkPlan plan, List<CheckResult> checks, String quiet) {

  public DryRun {
    checks = List.copyOf(checks);
  }
}
