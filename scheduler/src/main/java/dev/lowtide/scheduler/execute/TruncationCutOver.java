package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.execute.TrafficHold.RefusedException;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.List;

/**
 * The moment in which an empty partition is truncated. To whoever has an older view of the past, in
 * which it had rows, they are not there any more, and the server does not say so: it is awaited
 * that nobody has one. Confined to the attempt's thread.
 */
final class TruncationCutOver {

  private final ShrinkPlan plan;
  private final PartitionServer.Session session;
  private final TrafficHold traffic;
  private final Surroundings surroundings;
  private final Pace pace;
  private final Onlookers onlookers;
  private Duration locked = Duration.ZERO;

  TruncationCutOver(
      ShrinkPlan plan,
      PartitionServer.Session session,
      InTheWaySource server,
      TrafficHold traffic,
      Surroundings surroundings,
      Pace pace) {
    this.plan = plan;
    this.session = session;
    this.traffic = traffic;
    this.surroundings = surroundings;
    this.pace = pace;
    this.onlookers = new Onlookers(server, surroundings, List.of(plan.table()));
  }

  /** What clients waited for it. */
  WaitsCaused run() throws AttemptStoppedException, InterruptedException {
    failIfAny(onlookers.lasting(plan.clientWaitMax()));
    TrafficHold.Handle hold = hold();
    try {
      underHold(hold);
    } finally {
      hold.release();
    }
    TrafficHold.Tally tally = hold.tally();
    return new WaitsCaused(tally.held(), tally.expired(), tally.longest(), locked);
  }

  private TrafficHold.Handle hold() throws AttemptStoppedException {
    try {
      return traffic.holdAll(surroundings.reaches(List.of(plan.table())), plan.clientWaitMax());
    } catch (RefusedException e) {
      throw new AttemptStoppedException(AbortReason.TABLE_IN_USE, String.valueOf(e.getMessage()));
    }
  }

  private void underHold(TrafficHold.Handle hold)
      throws AttemptStoppedException, InterruptedException {
    SwapTime time = new SwapTime(pace, plan.clientWaitMax());
    Departures departures = new Departures(hold, onlookers, surroundings, pace, time);
    departures.awaitUsers(pace::pause);
    if (!session.lock(time.leftUntil(SwapTime.LOCKED_BY))) {
      throw departures.late("the lock was not granted in time: ");
    }
    long lockedNanos = pace.nanos();
    try {
      if (!session.isEmpty()) {
        throw new AttemptStoppedException(
            AbortReason.TABLE_IN_USE, "rows have come into " + plan.subject());
      }
      departures.awaitViewsOlderThan(lockedNanos);
      session.truncate();
    } finally {
      session.unlock();
      locked = Duration.ofNanos(pace.nanos() - lockedNanos);
    }
  }

  private static void failIfAny(List<InTheWay> lasting) throws AttemptStoppedException {
    if (!lasting.isEmpty()) {
      throw new AttemptStoppedException(
          AbortReason.TABLE_IN_USE, Onlookers.text(Onlookers.names(lasting)));
    }
  }
}
