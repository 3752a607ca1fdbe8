package dev.lowtide.proxy.activity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session's transaction at one moment.
 *
 * @param number counts the session's transactions, so that one can be told from the next
 * @param sinceNanos when it began, on the proxy's {@link NanoClock}; meaningless for {@code NONE}
 * @param touched tables touched since it began
 * @param readViewSinceNanos when it took the read view that it looks at data with; null if it has
 *     none that outlives a statement
 * @param touches what was touched when; the oldest are merged where there are many
 */
public record TransactionSnapshot(
    TransactionState state,
    long number,
    long sinceNanos,
    Footprint touched,
    @Nullable Long readViewSinceNanos,
    List<Touch> touches) {

  public static final TransactionSnapshot NONE =
      new TransactionSnapshot(TransactionState.NONE, 0, 0, Footprint.NONE, null, List.of());

  /** What a statement touched, and when a statement last touched the same. */
  public record Touch(Footprint footprint, long lastNanos) {}

  public TransactionSnapshot {
    touches = List.copyOf(touches);
  }

  /** When what this is the reach of was touched last; null if it was not. */
  public @Nullable Long lastTouchNanos(Reach reach) {
    Long last = null;
    for (Touch touch : touches) {
      boolean isLater = last == null || touch.lastNanos() - last > 0;
      if (isLater && touch.footprint().touches(reach)) {
        last = touch.lastNanos();
      }
    }
    return last;
  }
}
