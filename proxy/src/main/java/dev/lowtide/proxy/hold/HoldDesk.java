package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.NanoClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where holds are placed and asked for, and who may have which.
 *
 * <p>Scopes that overlap belong to one holder at a time, and then to nobody for as long as that
 * holder made anybody wait: so whatever holders do, clients go on for half of the time at least.
 *
 * <p>Safe for any thread. Placing, widening and taking away are one at a time; whoever judges a
 * statement only reads the list, and finds a hold there before any loop has been asked to look for
 * it.
 */
public final class HoldDesk {

  /**
   * However short it was, the scope rests for this long: some twenty statements of 5 ms, so that
   * those who waited can end what they are at before the next hold stops them.
   */
  public static final Duration GAP_MIN = Duration.ofMillis(100);

  /** Each statement is judged by each hold; there is one for each run at work, and one is. */
  private static final int HOLDS_MAX = 16;

  private static final Logger log = LoggerFactory.getLogger(HoldDesk.class);

  private final List<Hold> holds = new CopyOnWriteArrayList<>();
  private final List<Hold> readOnly = Collections.unmodifiableList(holds);

  /** Over, but their scopes still rest. */
  private final List<Hold> resting = new ArrayList<>();

  private final NanoClock clock;
  private final LongAdder placed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAccumulator longestWaitNanos = new LongAccumulator(Math::max, 0);
  private volatile Lookout lookout = Lookout.NONE;

  public HoldDesk(NanoClock clock) {
    this.clock = clock;
  }

  /** From here on somebody sees sessions. */
  public void attach(Lookout newLookout) {
    lookout = newLookout;
  }

  /**
   * Puts a hold in force.
   *
   * @throws HoldRefusedException if another holder has or just had what is asked for
   */
  public Hold place(HoldRequest request) throws HoldRefusedException {
    Hold hold = new Hold(request, clock, this, lookout, longestWaitNanos::accumulate);
    synchronized (this) {
      sweep();
      if (holds.size() == HOLDS_MAX) {
        throw refusal(HoldRefusedException.tooMany(HOLDS_MAX));
      }
      admit(request.holder(), request.scope());
      holds.add(hold);
    }
    placed.increment();
    hold.onPlaced();
    return hold;
  }

  /** The answer nearly always; one volatile read. */
  public boolean isIdle() {
    return holds.isEmpty();
  }

  /** A hold in force that covers the statement, or null. */
  public @Nullable Hold holding(StatementBoundary boundary) {
    boolean isAnyOver = false;
    Hold holding = null;
    for (Hold hold : holds) {
      if (hold.isOver()) {
        isAnyOver = true;
      } else if (holding == null && hold.covers(boundary)) {
        holding = hold;
      }
    }
    if (isAnyOver) {
      sweep();
    }
    return holding;
  }

  /** Those in force, and those that have only just ceased to be. */
  public List<Hold> holds() {
    return readOnly;
  }

  /** How many were placed. */
  public long placed() {
    return placed.sum();
  }

  /** How many were refused, or refused to be widened. */
  public long refused() {
    return refused.sum();
  }

  /** The longest that any statement has waited in any hold. */
  public Duration longestWait() {
    long longest = longestWaitNanos.get();
    for (Hold hold : holds) {
      longest = Math.max(longest, hold.counts().longestWait().toNanos());
    }
    return Duration.ofNanos(longest);
  }

  /** How many sessions are awaited, by all holds in force together. */
  public int awaited() {
    int awaited = 0;
    for (Hold hold : holds) {
      awaited += hold.counts().awaited();
    }
    return awaited;
  }

  synchronized boolean widen(Hold hold, List<HoldScope> more) throws HoldRefusedException {
    sweep();
    if (hold.isOver()) {
      return false;
    }
    for (HoldScope scope : more) {
      admit(hold.holder(), scope);
    }
    hold.add(more);
    return true;
  }

  synchronized void remove(Hold hold) {
    if (holds.remove(hold)) {
      resting.add(hold);
      hold.onRemoved();
    }
  }

  private synchronized void sweep() {
    for (Hold hold : holds) {
      if (hold.isOver()) {
        remove(hold);
      }
    }
    resting.removeIf(hold -> hold.gapLeftNanos(GAP_MIN) <= 0);
  }

  private void admit(String holder, HoldScope scope) throws HoldRefusedException {
    for (Hold other : holds) {
      for (HoldScope others : other.scopes()) {
        if (!other.holder().equals(holder) && scope.overlaps(others)) {
          throw refusal(HoldRefusedException.heldBy(other.holder(), scope, others));
        }
      }
    }
    for (Hold other : resting) {
      Duration left = Duration.ofNanos(other.gapLeftNanos(GAP_MIN));
      if (!left.isNegative() && other.scopes().stream().anyMatch(scope::overlaps)) {
        throw refusal(HoldRefusedException.tooSoon(other.holder(), scope, left));
      }
    }
  }

  private HoldRefusedException refusal(HoldRefusedException refusal) {
    refused.increment();
    log.info("hold refused: {}", refusal.getMessage());
    return refusal;
  }
}
