package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.Changes;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the shadow up to a mark that was written under the lock: then it is what the original is.
 *
 * <p>What was taken from the feed is gone from there, so it is applied in any case: after the lock
 * is given back where there was no time for it under the lock. Confined to the attempt's thread.
 */
final class CatchingUp {

  /** What is left is the changes of a moment; so many rows are read anew within 50 ms. */
  static final int KEYS_MAX = 1000;

  private final SwapSession session;
  private final ChangeFeed feed;
  private final Set<RowKey> applied = new HashSet<>();
  private @Nullable Changes inHand;

  CatchingUp(SwapSession session, ChangeFeed feed) {
    this.session = session;
    this.feed = feed;
  }

  void catchUp(SwapTime time)
      throws AttemptStoppedException, CopyStoppedException, InterruptedException {
    long mark = session.mark();
    time.onStep("mark");
    long seen = 0;
    while (seen < mark) {
      Optional<Changes> changes = feed.take(KEYS_MAX, time.leftUntil(SwapTime.SWAP_BY));
      inHand = changes.orElse(null);
      failIfLate(time, "drain the changes");
      seen = Math.max(seen, changes.map(Changes::mark).orElse(0L));
      applyInHand();
    }
    time.onStep("catch up");
    failIfLate(time, "compare the last rows");
  }

  /** Whatever is left in hand. Where no row has changed, the place in the log can wait. */
  void applyInHand() {
    Changes changes = inHand;
    if (changes != null && !changes.keys().isEmpty()) {
      session.apply(changes.keys(), changes.upTo());
      applied.addAll(changes.keys());
    }
    inHand = null;
  }

  /** All rows that were brought up to date. */
  Set<RowKey> applied() {
    return applied;
  }

  static void failIfLate(SwapTime time, String what) throws AttemptStoppedException {
    if (time.isPast(SwapTime.SWAP_BY)) {
      throw new AttemptStoppedException(
          AbortReason.CLIENT_WAITED,
          "no time was left to " + what + ", " + time.elapsed().toMillis() + " ms after the hold");
    }
  }
}
