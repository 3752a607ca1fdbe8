package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.execute.AttemptResult.Failed;
import dev.lowtide.scheduler.execute.AttemptResult.Rebuilt;
import dev.lowtide.scheduler.execute.AttemptResult.Yielded;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.RunState;
import dev.lowtide.scheduler.shrink.ShrinkMethod;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.Verification.Verdict;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One partition is exchanged for a copy of it, or truncated if there is nothing in it. */
public final class PartitionWay implements Way {

  /** Of what a client may wait; the rest is for those who have to go, the lock and the exchange. */
  private static final double READING_SHARE = 0.3;

  private static final Logger log = LoggerFactory.getLogger(PartitionWay.class);

  private final PartitionServer server;
  private final TrafficHold traffic;
  private final Pace pace;

  public PartitionWay(PartitionServer server, TrafficHold traffic, Pace pace) {
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
    boolean isExchange = plan.method() == ShrinkMethod.EXCHANGE_PARTITION;
    try {
      if (isExchange && !session.isReadWithin(readingMax(plan))) {
        return tooLong(plan);
      }
      long rows = isExchange ? session.copy() : 0;
      if (isExchange && !session.isSame()) {
        throw changed();
      }
      runLog.onState(RunState.CUTTING_OVER, "waiting for those who use " + plan.table());
      PartitionCutOver cutOver =
          new PartitionCutOver(plan, session, server, traffic, surroundings, pace);
      WaitsCaused waits = cutOver.run();
      runLog.onState(RunState.VERIFYING, "done");
      String text =
          isExchange
              ? "all " + rows + " rows were the same under the lock"
              : "it had no rows under the lock";
      return new Rebuilt(new Verification(Verdict.SAME, rows, text), waits);
    } finally {
      if (isExchange) {
        drop(session, plan);
      }
    }
  }

  /** What stays behind is in a schema of ours, and is found there after the run. */
  private static void drop(PartitionServer.Session session, ShrinkPlan plan) {
    try {
      session.dropCopy();
    } catch (RuntimeException e) {
      log.warn("subject={} its copy is left for later: {}", plan.subject(), e.getMessage());
    }
  }

  static AttemptStoppedException changed() {
    return new AttemptStoppedException(
        AbortReason.TABLE_IN_USE, "rows of the partition changed while it was copied");
  }

  /** Found out before anything is written: what is too large is not copied in vain. */
  private static AttemptResult tooLong(ShrinkPlan plan) {
    return new Failed(
        "reading "
            + plan.subject()
            + " takes longer than "
            + readingMax(plan).toMillis()
            + " ms, during which everybody on "
            + plan.table()
            + " would wait (expected: less; or a larger shrink.clientWaitMax; or the whole table by"
            + " shadow-copy)",
        WaitsCaused.NONE);
  }

  private static Duration readingMax(ShrinkPlan plan) {
    return SwapTime.share(plan.clientWaitMax(), READING_SHARE);
  }
}
