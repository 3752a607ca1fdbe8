package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One partition is truncated, as there is nothing in it. */
public final class TruncationWay implements Way {

  private static final Logger log = LoggerFactory.getLogger(TruncationWay.class);

  private final PartitionServer server;
  private final TrafficHold traffic;
  private final Pace pace;

  public TruncationWay(PartitionServer server, TrafficHold traffic, Pace pace) {
    this.server = server;
    this.traffic = traffic;
    this.pace = pace;
  }

  @Override
  public AttemptResult attempt(ApprovedPlan approved, Surroundings surroundings, RunLog runLog)
      throws InterruptedException {
    ShrinkPlan plan = approved.plan();
    runLog.onState(RunState.RUNNING, "looking at " + plan.subject());
    try (PartitionServer.Session session = server.open(plan)) {
      runLog.onStatement(session.threadId());
      return attempt(plan, session, surroundings, runLog);
    } catch (RuntimeException e) {
      log.warn("subject={} attempt failed", plan.subject(), e);
      runLog.onState(RunState.YIELDING, String.valueOf(e.getMessage()));
      return new Yielded(
          AbortReason.SERVER_REFUSED, String.valueOf(e.getMessage()), WaitsCaused.NONE);
    } catch (AttemptStoppedException stopped) {
      runLog.onState(RunState.YIELDING, stopped.text());
      return new Yielded(stopped.reason(), stopped.text(), WaitsCaused.NONE);
    }
  }

  private AttemptResult attempt(
      ShrinkPlan plan, PartitionServer.Session session, Surroundings surroundings, RunLog runLog)
      throws AttemptStoppedException, InterruptedException {
    runLog.onState(RunState.CUTTING_OVER, "waiting for those who use " + plan.table());
    TruncationCutOver cutOver =
        new TruncationCutOver(plan, session, server, traffic, surroundings, pace);
    WaitsCaused waits = cutOver.run();
    runLog.onState(RunState.VERIFYING, "done");
    return new Rebuilt(new Verification(Verdict.SAME, 0, "it had no rows under the lock"), waits);
  }
}
