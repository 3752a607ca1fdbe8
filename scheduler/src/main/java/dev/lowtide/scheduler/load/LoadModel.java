package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.ActivityEvent.FeedGap;
import dev.lowtide.proxy.activity.ActivityEvent.SessionBecameOpaque;
import dev.lowtide.proxy.activity.ActivityEvent.SessionClosed;
import dev.lowtide.proxy.activity.ActivityEvent.SessionOpened;
import dev.lowtide.proxy.activity.ActivityEvent.StatementFinished;
import dev.lowtide.proxy.activity.ActivityListener;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.scheduler.load.LoadSnapshot.Gap;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds events into what flows: a ring of seconds for rates and waits, how long statements take,
 * and what was used when. What is comes with each snapshot. Confined to the scheduler's thread.
 */
public final class LoadModel implements ActivityListener {

  /** Long enough to even out bursts of single requests, short enough to see a wave begin. */
  public static final Duration RATE_WINDOW = Duration.ofSeconds(5);

  /** How far back anything is remembered, besides the last use of tables. */
  public static final Duration HISTORY = Duration.ofSeconds(60);

  private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final Second[] ring = new Second[(int) HISTORY.toSeconds() + 1];

  private final UseMemory uses = new UseMemory();
  private final LatencyHistory latencies = new LatencyHistory();
  private @Nullable Gap gap;
  private long worstSinceLastNanos;

  private record Second(long number, long statements, long worstNanos) {}

  @Override
  public void onSessionOpened(SessionOpened event) {}

  @Override
  public void onSessionClosed(SessionClosed event) {}

  @Override
  public void onSessionBecameOpaque(SessionBecameOpaque event) {}

  @Override
  public void onStatementFinished(StatementFinished event) {
    count(event.atNanos(), event.took().toNanos());
    latencies.count(event.atNanos(), event.took().toNanos());
    uses.use(event.footprint(), event.atNanos());
  }

  @Override
  public void onFeedGap(FeedGap event) {
    gap = new Gap(event.atNanos(), event.lostEvents());
  }

  public LoadSnapshot snapshot(List<SessionSnapshot> sessions, long nowNanos) {
    boolean isGapRecent = gap != null && nowNanos - gap.atNanos() <= HISTORY.toNanos();
    return new LoadSnapshot(
        nowNanos,
        rate(nowNanos),
        worst(nowNanos),
        takeWorstSinceLast(),
        latencies.at(nowNanos),
        sessions,
        uses.seen(),
        isGapRecent ? gap : null);
  }

  private Duration takeWorstSinceLast() {
    long worst = worstSinceLastNanos;
    worstSinceLastNanos = 0;
    return Duration.ofNanos(worst);
  }

  private void count(long atNanos, long tookNanos) {
    worstSinceLastNanos = Math.max(worstSinceLastNanos, tookNanos);
    long number = Math.floorDiv(atNanos, NANOS_PER_SECOND);
    int place = Math.floorMod(number, ring.length);
    Second second = ring[place];
    ring[place] =
        second == null || second.number != number
            ? new Second(number, 1, tookNanos)
            : new Second(number, second.statements + 1, Math.max(second.worstNanos, tookNanos));
  }

  /** Whole seconds only: the one that is running would look quieter than it is. */
  private double rate(long nowNanos) {
    long current = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
    long statements = 0;
    for (Second second : ring) {
      if (second != null
          && second.number < current
          && second.number >= current - RATE_WINDOW.toSeconds()) {
        statements += second.statements;
      }
    }
    return statements / (double) RATE_WINDOW.toSeconds();
  }

  private Duration worst(long nowNanos) {
    long oldest = Math.floorDiv(nowNanos, NANOS_PER_SECOND) - HISTORY.toSeconds();
    long worst = 0;
    for (Second second : ring) {
      if (second != null && second.number >= oldest) {
        worst = Math.max(worst, second.worstNanos);
      }
    }
    return Duration.ofNanos(worst);
  }
}
