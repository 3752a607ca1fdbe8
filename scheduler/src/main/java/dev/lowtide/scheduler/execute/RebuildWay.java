package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.approval.ApprovedPlan;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.util.function.Supplier;

/** The server rebuilds the table in one statement while its writers wait at the proxy. */
public final class RebuildWay implements Way {

  private final RebuildServer server;
  private final Supplier<Onlooker> onlookers;
  private final TrafficHold traffic;
  private final Pace pace;

  public RebuildWay(
      RebuildServer server, Supplier<Onlooker> onlookers, TrafficHold traffic, Pace pace) {
    this.server = server;
    this.onlookers = onlookers;
    this.traffic = traffic;
    this.pace = pace;
  }

  @Override
  public AttemptResult attempt(ApprovedPlan approved, Surroundings surroundings, RunLog runLog)
      throws InterruptedException {
    ShrinkPlan plan = approved.plan();
    // Closed in reverse: the onlooker's lock is in the statement's way until that is ended.
    try (Onlooker onlooker = onlookers.get();
        RebuildStatement statement = server.prepare(plan)) {
      return new CopyUnderHold(
              plan, server, statement, onlooker, traffic, surroundings, pace, runLog)
          .run();
    }
  }
}
