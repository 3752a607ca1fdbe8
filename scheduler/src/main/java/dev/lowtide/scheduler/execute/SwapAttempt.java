package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.execute.Swap.Outcome;
import dev.lowtide.scheduler.execute.SwapServer.Settled;
import dev.lowtide.scheduler.execute.SwapSession.NotSwappedException;
import dev.lowtide.scheduler.execute.SwapUnderHold.Pair;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done while a hold lasts. Whatever happens, the lock is given back before the hold, and
 * what was taken from the feed is applied. Confined to the attempt's thread; for one attempt.
 */
final class SwapAttempt {

  private static final Logger log = LoggerFactory.getLogger(SwapAttempt.class);

  /** A session that was lost is ended by the server as soon as its statement is. */
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(10);

  private final Pair pair;

  /** Rows to be compared, whether they change meanwhile or not. */
  private final Set<RowKey> open;

  private final SwapServer server;
  private final TrafficHold.Handle hold;
  private final Departures departures;
  private final Pace pace;
  private final SwapTime time;
  private final CatchingUp catchingUp;
  private Duration locked = Duration.ZERO;

  private boolean isLost;
  private @Nullable CopyStoppedException copyStopped;
  private @Nullable InterruptedException interrupted;

  /** What has become of it, before what clients waited is counted. */
  private record Ending(Outcome outcome, @Nullable AbortReason reason, String text) {}

  SwapAttempt(
      Pair pair,
      Set<RowKey> open,
      SwapServer server,
      TrafficHold.Handle hold,
      Onlookers onlookers,
      Surroundings surroundings,
      Pace pace,
      Duration budget) {
    this.pair = pair;
    this.open = open;
    this.server = server;
    this.hold = hold;
    this.pace = pace;
    this.time = new SwapTime(pace, budget);
    this.departures = new Departures(hold, onlookers, surroundings, pace, time);
    this.catchingUp = new CatchingUp(pair.session(), pair.feed(), pace, time);
  }

  Swap run() throws CopyStoppedException, InterruptedException {
    Ending ending;
    Duration held;
    try {
      ending = underHold();
    } finally {
      held = time.elapsed();
      hold.release();
    }
    log.info(
        "table={} cut-over {}: {} {}", original(), ending.outcome(), ending.text(), time.steps());
    if (ending.outcome() != Outcome.SWAPPED) {
      finishInHand();
    }
    if (!isLost) {
      conclude(ending.outcome() == Outcome.SWAPPED);
    }
    throwWhatWasKept();
    TrafficHold.Tally tally = hold.tally();
    WaitsCaused waits = new WaitsCaused(tally.held(), tally.expired(), tally.longest(), locked);
    return new Swap(
        ending.outcome(),
        ending.reason(),
        ending.text(),
        waits,
        held,
        time.steps(),
        catchingUp.applied());
  }

  private Ending underHold() {
    time.onStep("hold");
    try {
      departures.awaitUsers(catchingUp::follow);
      lock();
    } catch (AttemptStoppedException stopped) {
      return notNow(stopped);
    } catch (CopyStoppedException e) {
      return stopped(e);
    } catch (InterruptedException e) {
      interrupted = e;
      return notNow(Departures.asked());
    } catch (RuntimeException e) {
      return lost("the tables could not be locked", e);
    }
    return underLock();
  }

  private void lock() throws AttemptStoppedException, InterruptedException {
    if (!pair.session().lock(time.leftUntil(SwapTime.LOCKED_BY))) {
      throw departures.late("the lock was not granted in time: ");
    }
    time.onStep("lock");
  }

  private Ending underLock() {
    long lockedNanos = pace.nanos();
    Ending ending = swapIfPossible();
    locked = Duration.ofNanos(pace.nanos() - lockedNanos);
    return ending;
  }

  private Ending swapIfPossible() {
    Ending ending;
    try {
      catchingUp.catchUp();
      Set<RowKey> differing = compare();
      time.onStep("compare");
      ending = differing.isEmpty() ? swap() : different(differing);
    } catch (AttemptStoppedException stopped) {
      ending = notNow(stopped);
    } catch (CopyStoppedException e) {
      ending = stopped(e);
    } catch (InterruptedException e) {
      interrupted = e;
      ending = notNow(Departures.asked());
    } catch (NotSwappedException e) {
      ending =
          new Ending(Outcome.NOT_NOW, AbortReason.SERVER_REFUSED, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return lost("the cut-over broke off", e);
    }
    return unlocked(ending);
  }

  /** In parts, between which the time is looked at. */
  private Set<RowKey> compare() throws AttemptStoppedException {
    Set<RowKey> keys = new HashSet<>(open);
    keys.addAll(catchingUp.applied());
    List<RowKey> all = List.copyOf(keys);
    Set<RowKey> differing = new HashSet<>();
    for (int from = 0; from == 0 || from < all.size(); from += CatchingUp.KEYS_MAX) {
      CatchingUp.failIfLate(time, "compare the last rows");
      int to = Math.min(from + CatchingUp.KEYS_MAX, all.size());
      differing.addAll(pair.session().differing(all.subList(from, to)));
    }
    return differing;
  }

  private Ending swap() throws AttemptStoppedException, CopyStoppedException, InterruptedException {
    if (!pair.lastLook().isUnchanged()) {
      return new Ending(
          Outcome.DIFFERENT,
          AbortReason.SERVER_REFUSED,
          original() + " was defined anew meanwhile");
    }
    time.onStep("last look");
    departures.awaitViewsOlderThan(catchingUp.writtenNanos());
    CatchingUp.failIfLate(time, "swap the tables");
    pair.session().swap();
    time.onStep("swap");
    return new Ending(Outcome.SWAPPED, null, "the shadow has become " + pair.table().subject());
  }

  private Ending different(Set<RowKey> keys) {
    return new Ending(
        Outcome.DIFFERENT,
        AbortReason.SERVER_REFUSED,
        "rows differ under the lock: "
            + Onlookers.text(keys.stream().map(RowKey::toString).toList()));
  }

  private Ending unlocked(Ending ending) {
    try {
      pair.session().unlock();
      time.onStep("unlock");
      return ending;
    } catch (RuntimeException e) {
      Ending settled = lost("the lock could not be given back", e);
      boolean isKnown = settled.outcome() != Outcome.UNKNOWN && ending.outcome() != Outcome.SWAPPED;
      return isKnown ? ending : settled;
    }
  }

  /**
   * Only the server knows what has become of it now. Its session's end is awaited, because until
   * then it may still be at work.
   */
  private Ending lost(String what, RuntimeException e) {
    log.warn("table={} {}", original(), what, e);
    isLost = true;
    String why = what + ": " + e.getMessage();
    try {
      pair.session().close();
      Settled settled = server.settle(pair.session().threadId(), SETTLED_WITHIN);
      time.onStep("settle");
      return switch (settled.outcome()) {
        case SWAPPED -> new Ending(Outcome.SWAPPED, null, why + "; " + settled.text());
        case NOT_SWAPPED ->
            new Ending(Outcome.NOT_NOW, AbortReason.BLIND, why + "; " + settled.text());
        case UNKNOWN -> new Ending(Outcome.UNKNOWN, AbortReason.BLIND, why + "; " + settled.text());
      };
    } catch (InterruptedException stop) {
      interrupted = stop;
    } catch (RuntimeException failed) {
      log.warn("table={} cannot be looked at", original(), failed);
      why += "; nor can it be looked at: " + failed.getMessage();
    }
    return new Ending(Outcome.UNKNOWN, AbortReason.BLIND, why);
  }

  /** Without a hold there is all the time for it. */
  private void finishInHand() {
    if (copyStopped != null) {
      return;
    }
    try {
      catchingUp.applyInHand();
    } catch (RuntimeException e) {
      copyStopped =
          new CopyStoppedException(
              CopyStoppedException.Fate.RESUMABLE,
              AbortReason.BLIND,
              "changes that were taken could not be applied: " + e.getMessage());
    }
  }

  /** Where the session cannot write it down any more, another one looks and does. */
  private void conclude(boolean isSwapped) {
    try {
      pair.session().conclude(isSwapped);
    } catch (RuntimeException e) {
      lost("what has come of it could not be written down", e);
    }
  }

  private void throwWhatWasKept() throws CopyStoppedException, InterruptedException {
    if (interrupted != null) {
      throw interrupted;
    }
    if (copyStopped != null) {
      throw copyStopped;
    }
  }

  private Ending stopped(CopyStoppedException e) {
    copyStopped = e;
    return new Ending(Outcome.NOT_NOW, e.reason(), e.text());
  }

  private static Ending notNow(AttemptStoppedException stopped) {
    return new Ending(Outcome.NOT_NOW, stopped.reason(), stopped.text());
  }

  private Object original() {
    return pair.table().original();
  }
}
