package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.List;

/** What must be so for one kind of space, beside what must be so of every server. */
@FunctionalInterface
public interface KindChecks {

  List<CheckResult> check(ShrinkPlan plan);
}
