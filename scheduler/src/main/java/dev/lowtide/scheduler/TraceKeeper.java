package dev.lowtide.scheduler;

import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.journal.TraceStore;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.operator.ProgressView;
import dev.lowtide.scheduler.operator.RunPoint;
import dev.lowtide.scheduler.operator.RunTraces;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how runs went: the last ones in memory, and all in the store once their attempts are
 * over. Written by the scheduler's thread, which never waits for the store; kept by another; read
 * by any.
 */
final class TraceKeeper implements RunTraces {

  /** At two looks a second five minutes; a longer run is remembered half as finely, and so on. */
  static final int POINTS_MAX = 600;

  /** A night's worth; some 50 kB each. */
  private static final int RUNS_MAX = 20;

  /** A row of 30 kB each time: a copy that works all night makes hardly 2 MB of them. */
  private static final Duration KEEP_EVERY = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(TraceKeeper.class);

  private final TraceStore kept;
  private final Clock clock;
  private final Map<RunId, Trace> traces = new LinkedHashMap<>();
  private @Nullable RunId atWork;

  private static final class Trace {
    List<RunPoint> points = new ArrayList<>();
    int every = 1;
    int looks;

    /** Whether what the store had from before the last start stands before the points. */
    boolean isJoined;

    /** Whether there are points that the store does not have. */
    boolean isUnkept;

    Instant keptAt;

    Trace(Instant now) {
      this.keptAt = now;
    }

    void thin() {
      while (points.size() > POINTS_MAX) {
        for (int i = points.size() - 1; i > 0; i -= 2) {
          points.remove(i);
        }
        every *= 2;
      }
    }
  }

  TraceKeeper(TraceStore kept, Clock clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /** How it is now, if a run is at work. */
  void observe(@Nullable ActiveRun active, Observation latest) {
    setAtWork(active == null ? null : active.id());
    LoadSnapshot load = latest.load();
    if (active == null || load == null) {
      return;
    }
    ProgressView progress = active.copy().view(0);
    add(
        active.id(),
        new RunPoint(
            clock.instant(),
            active.copied(),
            load.statementsPerSecond(),
            load.latencies().recent().p95(),
            progress.isPaused() ? "paused by " + progress.pausedBy() : progress.standstill(),
            progress.cutOverAttempts()));
  }

  synchronized void setAtWork(@Nullable RunId run) {
    atWork = run;
  }

  synchronized void add(RunId run, RunPoint point) {
    Trace trace = traces.computeIfAbsent(run, id -> new Trace(clock.instant()));
    trace.isUnkept = true;
    if (trace.looks++ % trace.every == 0) {
      trace.points.add(point);
    }
    trace.thin();
    if (traces.size() > RUNS_MAX) {
      forgetEldest();
    }
  }

  private void forgetEldest() {
    RunId eldest = traces.keySet().iterator().next();
    Trace forgotten = traces.remove(eldest);
    if (forgotten != null && forgotten.isUnkept) {
      log.warn("run={} has lost how it went: the store was gone for too long", eldest);
    }
  }

  @Override
  public List<RunPoint> trace(RunId run) {
    return remembered(run).orElseGet(() -> stored(run));
  }

  private synchronized Optional<List<RunPoint>> remembered(RunId run) {
    return Optional.ofNullable(traces.get(run)).map(trace -> List.copyOf(trace.points));
  }

  private List<RunPoint> stored(RunId run) {
    try {
      return kept.trace(run);
    } catch (StoreGoneException e) {
      log.debug("run={} how it went cannot be had: {}", run, e.getMessage());
      return List.of();
    }
  }

  /**
   * Has the store keep what it does not have of runs whose attempts are over; of one that is at
   * work now and then.
   *
   * @param isLast whether the one at work is to be kept as well
   */
  void keep(boolean isLast) {
    for (RunId run : unjoined()) {
      join(run, kept.trace(run));
    }
    for (RunId run : unkept(isLast)) {
      keep(run);
    }
  }

  private synchronized List<RunId> unjoined() {
    return traces.entrySet().stream()
        .filter(entry -> !entry.getValue().isJoined)
        .map(Map.Entry::getKey)
        .toList();
  }

  private synchronized void join(RunId run, List<RunPoint> stored) {
    Trace trace = traces.get(run);
    if (trace == null) {
      return;
    }
    List<RunPoint> all = new ArrayList<>(stored);
    trace.points.stream()
        .findFirst()
        .ifPresent(first -> all.removeIf(p -> !p.at().isBefore(first.at())));
    all.addAll(trace.points);
    trace.points = all;
    trace.thin();
    trace.isJoined = true;
  }

  private synchronized List<RunId> unkept(boolean isLast) {
    Instant due = clock.instant().minus(KEEP_EVERY);
    return traces.entrySet().stream()
        .filter(entry -> entry.getValue().isUnkept)
        .filter(
            entry ->
                isLast || !entry.getKey().equals(atWork) || !entry.getValue().keptAt.isAfter(due))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void keep(RunId run) {
    Instant now = clock.instant();
    List<RunPoint> points = taken(run, now);
    if (points.isEmpty()) {
      return;
    }
    try {
      kept.keep(run, points, now);
    } catch (RuntimeException e) {
      giveBack(run);
      throw e;
    }
  }

  /** None if it was forgotten meanwhile. */
  private synchronized List<RunPoint> taken(RunId run, Instant now) {
    Trace trace = traces.get(run);
    if (trace == null) {
      return List.of();
    }
    trace.isUnkept = false;
    trace.keptAt = now;
    return List.copyOf(trace.points);
  }

  private synchronized void giveBack(RunId run) {
    Trace trace = traces.get(run);
    if (trace != null) {
      trace.isUnkept = true;
    }
  }
}
