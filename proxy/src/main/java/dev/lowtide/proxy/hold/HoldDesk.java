package dev.lowtide.proxy.hold;

import dev.lowtide.proxy.activity.NanoClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Where holds are placed and asked for. Safe for any thread. */
public final class HoldDesk {

  public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(2);

  /** Well under the shortest time-outs that drivers and pools ship with (30 s, rarely 10 s). */
  public static final Duration DEADLINE_MAX = Duration.ofSeconds(5);

  private final List<Hold> holds = new CopyOnWriteArrayList<>();
  private final NanoClock clock;

  public HoldDesk(NanoClock clock) {
    this.clock = clock;
  }

  public Hold place(HoldScope scope, Duration deadline) {
    if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(DEADLINE_MAX) > 0) {
      throw new IllegalArgumentException(
          "hold deadline: " + deadline + " (expected: above PT0S, at most " + DEADLINE_MAX + ")");
    }
    Hold hold = new Hold(scope, deadline, clock, this);
    holds.add(hold);
    return hold;
  }

  /** The answer nearly always; one volatile read. */
  public boolean isIdle() {
    return holds.isEmpty();
  }

  /** A hold in force that covers the statement, or null. */
  public @Nullable Hold holding(StatementBoundary boundary) {
    holds.removeIf(Hold::isOver);
    for (Hold hold : holds) {
      if (hold.scope().covers(boundary)) {
        return hold;
      }
    }
    return null;
  }

  void remove(Hold hold) {
    holds.remove(hold);
  }
}
