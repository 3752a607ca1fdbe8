package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.execute.SwapServer.InTheWay;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.List;

/**
 * Waits while a hold lasts until nobody is in the way of a swap. Confined to the attempt's thread.
 */
final class Departures {

  /** A look itself takes two; whoever does not pass the proxy leaves no longer gaps. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(1);

  private final TrafficHold.Handle hold;
  private final Onlookers onlookers;
  private final Surroundings surroundings;
  private final Pace pace;
  private final SwapTime time;

  Departures(
      TrafficHold.Handle hold,
      Onlookers onlookers,
      Surroundings surroundings,
      Pace pace,
      SwapTime time) {
    this.hold = hold;
    this.onlookers = onlookers;
    this.surroundings = surroundings;
    this.pace = pace;
    this.time = time;
  }

  /** What can be done while others are waited for. */
  @FunctionalInterface
  interface Meanwhile<E extends Exception> {

    /** Does a piece of it, if there is something to do; otherwise waits for so long. */
    void work(Duration wait) throws AttemptStoppedException, E, InterruptedException;
  }

  /** Before the lock: nobody has the tables, or looks at what was before the hold. */
  <E extends Exception> void awaitUsers(Meanwhile<E> meanwhile)
      throws AttemptStoppedException, E, InterruptedException {
    meanwhile.work(Duration.ZERO);
    while (true) {
      failIfAsked();
      List<InTheWay> left = hold.isSettled() ? onlookers.now(time.elapsed()) : List.of();
      if (hold.isSettled() && left.isEmpty()) {
        time.onStep("everybody gone");
        return;
      }
      if (time.isPast(SwapTime.FREE_BY)) {
        throw inUse(left, "still at work: ");
      }
      meanwhile.work(LOOK_EVERY);
    }
  }

  /** Under the lock: whoever has come past the hold, and looked before the last rows were there. */
  void awaitViewsOlderThan(long writtenNanos) throws AttemptStoppedException, InterruptedException {
    while (true) {
      List<InTheWay> late = onlookers.now(Duration.ofNanos(pace.nanos() - writtenNanos));
      if (late.isEmpty()) {
        time.onStep("old views gone");
        return;
      }
      if (time.isPast(SwapTime.SWAP_BY)) {
        throw inUse(late, "came past the hold: ");
      }
      pace.pause(LOOK_EVERY);
    }
  }

  /** Somebody was there when nobody was expected. */
  AttemptStoppedException late(String what) throws InterruptedException {
    return inUse(onlookers.now(time.elapsed()), what);
  }

  static AttemptStoppedException asked() {
    return new AttemptStoppedException(AbortReason.ASKED, "it was asked to stop");
  }

  private void failIfAsked() throws AttemptStoppedException {
    if (!hold.renew()) {
      throw new AttemptStoppedException(
          AbortReason.BLIND, "the hold ran out: it was not looked after in time");
    }
    if (surroundings.isStopRequested()) {
      throw asked();
    }
  }

  private AttemptStoppedException inUse(List<InTheWay> left, String what) {
    List<String> names = left.isEmpty() ? hold.awaited() : Onlookers.names(left);
    String who = names.isEmpty() ? "sessions that are gone by now" : Onlookers.text(names);
    return new AttemptStoppedException(AbortReason.TABLE_IN_USE, what + who);
  }
}
