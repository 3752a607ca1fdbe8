package dev.lowtide.scheduler.load;

import dev.lowtide.proxy.activity.Access;
import dev.lowtide.proxy.activity.ActivityEvent.FeedGap;
import dev.lowtide.proxy.activity.ActivityEvent.SessionBecameOpaque;
import dev.lowtide.proxy.activity.ActivityEvent.SessionClosed;
import dev.lowtide.proxy.activity.ActivityEvent.SessionOpened;
import dev.lowtide.proxy.activity.ActivityEvent.StatementFinished;
import dev.lowtide.proxy.activity.ActivityListener;
import dev.lowtide.proxy.activity.SessionSnapshot;
import dev.lowtide.proxy.activity.TableName;
import dev.lowtide.scheduler.load.LoadSnapshot.Gap;
import dev.lowtide.scheduler.load.LoadSnapshot.TableUse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Folds events into what flows: a ring of seconds for rates and waits, and the last use of each
 * table. What is comes with each snapshot. Confined to the scheduler's thread.
 */
public final class LoadModel implements ActivityListener {

  /** Long enough to even out bursts of single requests, short enough to see a wave begin. */
  public static final Duration RATE_WINDOW = Duration.ofSeconds(5);

  /** How far back anything is remembered, besides the last use of tables. */
  public static final Duration HISTORY = Duration.ofSeconds(60);

  /** More tables than that are not in use at one time; some 2 MiB. */
  private static final int TABLES_MAX = 10_000;

  private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  private final Second[] ring = new Second[(int) HISTORY.toSeconds() + 1];

  private final Map<TableName, TableUse> tables =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TableName, TableUse> eldest) {
          return size() > TABLES_MAX;
        }
      };

  private @Nullable Long lastUnknownNanos;
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
    if (event.footprint().isUnknown()) {
      lastUnknownNanos = event.atNanos();
    }
    event.footprint().tables().forEach((table, access) -> use(table, access, event.atNanos()));
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
        sessions,
        tables,
        lastUnknownNanos,
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

  private void use(TableName table, Access access, long atNanos) {
    TableUse before = tables.get(table);
    Long writtenBefore = before == null ? null : before.writtenNanos();
    tables.put(
        table,
        new TableUse(atNanos, access == Access.WRITE ? Long.valueOf(atNanos) : writtenBefore));
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
