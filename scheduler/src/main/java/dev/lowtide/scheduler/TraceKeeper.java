package dev.lowtide.scheduler;

import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.operator.ProgressView;
import dev.lowtide.scheduler.operator.RunPoint;
import dev.lowtide.scheduler.operator.RunTraces;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how the last runs went, in memory: what is to be kept is in their reports. Written by
 * the scheduler's thread, read by any.
 */
final class TraceKeeper implements RunTraces {

  /** At two looks a second five minutes; a longer run is remembered half as finely, and so on. */
  private static final int POINTS_MAX = 600;

  /** A night's worth; some 50 kB each. */
  private static final int RUNS_MAX = 20;

  private final Clock clock;
  private final Map<RunId, Trace> traces = new LinkedHashMap<>();

  private static final class Trace {
    final List<RunPoint> points = new ArrayList<>();
    int every = 1;
    int looks;
  }

  TraceKeeper(Clock clock) {
    this.clock = clock;
  }

  /** How it is now, if a run is at work. */
  void observe(@Nullable ActiveRun active, Observation latest) {
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

  synchronized void add(RunId run, RunPoint point) {
    Trace trace = traces.computeIfAbsent(run, id -> new Trace());
    if (trace.looks++ % trace.every == 0) {
      trace.points.add(point);
    }
    if (trace.points.size() > POINTS_MAX) {
      for (int i = trace.points.size() - 1; i > 0; i -= 2) {
        trace.points.remove(i);
      }
      trace.every *= 2;
    }
    if (traces.size() > RUNS_MAX) {
      traces.remove(traces.keySet().iterator().next());
    }
  }

  @Override
  public synchronized List<RunPoint> trace(RunId run) {
    Trace trace = traces.get(run);
    return trace == null ? List.of() : List.copyOf(trace.points);
  }
}
