package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.ChangeFeed;
import dev.lowtide.scheduler.copy.Changes;
import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.shrink.AbortReason;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the shadow up to a mark that was written under the lock: then it is what the original is.
 * While those are waited for who are at work it follows them, so that little is left to do by then.
 *
 * <p>What was taken from the feed is gone from there, so it is applied in any case: after all is
 * given back where there was no time for it. What was taken before the lock is read only after a
 * mark that was committed since, as by any copy; under the lock everything is visible that is told.
 * Confined to the attempt's thread.
 */
final class CatchingUp {

  /** Each statement is to be over within some 50 ms, also on a machine that is ten times slower. */
  static final int KEYS_MAX = 250;

  /** What a row takes to be read anew, until some have been. */
  private static final Duration EACH_AT_FIRST = Duration.ofNanos(100_000);

  /** With fewer it is the commit that takes the time. */
  private static final int MEASURED_FROM = 100;

  /** A row that is read anew is compared as well, which takes half as long. */
  private static final double WITH_COMPARISON = 1.5;

  private final SwapSession session;
  private final ChangeFeed feed;
  private final Pace pace;
  private final SwapTime time;
  private final Set<RowKey> applied = new HashSet<>();
  private Duration each = EACH_AT_FIRST;
  private long writtenNanos;
  private boolean isLocked;
  private @Nullable Changes inHand;

  /** Begins when the hold does; the rows of the shadow were written before, or by this. */
  CatchingUp(SwapSession session, ChangeFeed feed, Pace pace, SwapTime time) {
    this.session = session;
    this.feed = feed;
    this.pace = pace;
    this.time = time;
    this.writtenNanos = pace.nanos();
  }

  /** Before the lock: applies what comes in this time. */
  void follow(Duration wait)
      throws AttemptStoppedException, CopyStoppedException, InterruptedException {
    inHand = feed.take(KEYS_MAX, wait).orElse(null);
    failIfTooMuch(SwapTime.FREE_BY);
    applyInHand();
  }

  /** Under the lock. */
  void catchUp() throws AttemptStoppedException, CopyStoppedException, InterruptedException {
    isLocked = true;
    long mark = session.mark();
    time.onStep("mark");
    long seen = 0;
    while (seen < mark) {
      Optional<Changes> changes = feed.take(KEYS_MAX, time.leftUntil(SwapTime.DRAINED_BY));
      inHand = changes.orElse(null);
      if (changes.isEmpty() && time.isPast(SwapTime.DRAINED_BY)) {
        throw late("drain the changes");
      }
      failIfLate(time, "drain the changes");
      failIfTooMuch(SwapTime.SWAP_BY);
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
      if (!isLocked) {
        session.mark();
      }
      long from = pace.nanos();
      session.apply(changes.keys(), changes.upTo());
      applied.addAll(changes.keys());
      writtenNanos = pace.nanos();
      measure(changes.keys().size(), Duration.ofNanos(writtenNanos - from));
    }
    inHand = null;
  }

  /** All rows that were brought up to date. */
  Set<RowKey> applied() {
    return applied;
  }

  /** When the last row was written into the shadow, or later. */
  long writtenNanos() {
    return writtenNanos;
  }

  private void measure(int keys, Duration took) {
    Duration measured = took.dividedBy(keys);
    if (keys >= MEASURED_FROM && measured.compareTo(each) > 0) {
      each = measured;
    }
  }

  private void failIfTooMuch(double share) throws AttemptStoppedException {
    int keys = inHand == null ? 0 : inHand.keys().size();
    double nanos = (double) each.toNanos() * keys * WITH_COMPARISON;
    if (keys > 0 && nanos > time.leftUntil(share).toNanos()) {
      throw late("apply " + keys + " rows");
    }
  }

  static void failIfLate(SwapTime time, String what) throws AttemptStoppedException {
    if (time.isPast(SwapTime.SWAP_BY)) {
      throw late(time, what);
    }
  }

  private AttemptStoppedException late(String what) {
    return late(time, what);
  }

  private static AttemptStoppedException late(SwapTime time, String what) {
    return new AttemptStoppedException(
        AbortReason.CLIENT_WAITED,
        "no time was left to " + what + ", " + time.elapsed().toMillis() + " ms after the hold");
  }
}
