package dev.lowtide.scheduler.space;

import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.execute.AttemptResult;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.execute.AttemptStoppedException;
import dev.lowtide.scheduler.execute.Pace;
import dev.lowtide.scheduler.execute.RunLog;
import dev.lowtide.scheduler.execute.Surroundings;
import dev.lowtide.scheduler.execute.Way;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod.Needs;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import dev.lowtide.scheduler.shrink.WaitsCaused;

/** One short statement that either happens or does not, and can be looked at afterwards. */
public final class DeedWay implements Way {

  private final Deed deed;
  private final Pace pace;

  public DeedWay(Deed deed, Pace pace) {
    this.deed = deed;
    this.pace = pace;
  }

  @Override
  public AttemptResult attempt(ApprovedPlan approved, Surroundings surroundings, RunLog runLog)
      throws InterruptedException {
    ShrinkPlan plan = approved.plan();
    runLog.onState(RunState.RUNNING, String.join("; ", plan.statements()));
    try {
      Calm calm = new Calm(surroundings, pace);
      calm.checkAsked();
      if (plan.method().needs() == Needs.QUIET_SERVER) {
        calm.awaitQuiet();
      }
      deed.execute(plan);
    } catch (AttemptStoppedException stop) {
      return yielded(stop.reason(), stop.text(), runLog);
    } catch (RuntimeException e) {
      return yielded(AbortReason.SERVER_REFUSED, String.valueOf(e.getMessage()), runLog);
    }
    runLog.onState(RunState.CUTTING_OVER, "done");
    runLog.onState(RunState.VERIFYING, "looking what came of it");
    String doubts = deed.doubts(plan);
    return new Rebuilt(
        doubts.isEmpty()
            ? new Verification(Verdict.SAME, 0, "done, as the server says")
            : Verification.unproven(doubts),
        WaitsCaused.NONE);
  }

  private static AttemptResult yielded(AbortReason reason, String text, RunLog runLog) {
    runLog.onState(RunState.YIELDING, text);
    return new Yielded(reason, text, WaitsCaused.NONE);
  }
}
