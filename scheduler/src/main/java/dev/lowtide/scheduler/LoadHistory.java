package dev.lowtide.scheduler;

import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.operator.LoadPoint;
import dev.lowtide.scheduler.operator.LoadViews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what went on: the last hour finely, the last day coarsely. In memory, some 50 kB: after
 * a restart it begins anew. Written by the scheduler's thread, read by any.
 */
final class LoadHistory implements LoadViews {

  private static final Duration FINE = Duration.ofSeconds(10);
  private static final Duration COARSE = Duration.ofMinutes(5);
  private static final Duration FINE_KEPT = Duration.ofHours(1);

  private final IntSupplier bypassing;
  private final Clock clock;
  private final Ring fine = new Ring(FINE, (int) FINE_KEPT.dividedBy(FINE));
  private final Ring coarse = new Ring(COARSE, (int) REMEMBERED.dividedBy(COARSE));

  /**
   * Nothing is remembered yet.
   *
   * @param bypassing sessions that do not pass the proxy, or -1
   */
  LoadHistory(IntSupplier bypassing, Clock clock) {
    this.bypassing = bypassing;
    this.clock = clock;
  }

  /** What was seen just now; where nothing was seen there is a hole. */
  synchronized void observe(Observation latest) {
    LoadSnapshot load = latest.load();
    ServerLoad server = latest.server();
    if (load == null || server == null) {
      return;
    }
    LoadPoint point =
        new LoadPoint(
            clock.instant(),
            load.sessions().size(),
            load.openTransactions(),
            load.commandsInFlight(),
            load.statementsPerSecond(),
            load.latencies().recent().p95(),
            server.threadsRunning(),
            bypassing.getAsInt());
    fine.add(point);
    coarse.add(point);
  }

  @Override
  public synchronized List<LoadPoint> between(Instant from, Instant to) {
    Instant fineBegins = fine.begins();
    List<LoadPoint> points = new ArrayList<>();
    boolean isFineOnly = fineBegins != null && !from.isBefore(fineBegins);
    if (!isFineOnly) {
      coarse.points().stream()
          .filter(point -> fineBegins == null || point.at().plus(COARSE).isBefore(fineBegins))
          .forEach(points::add);
    }
    points.addAll(fine.points());
    points.removeIf(point -> point.at().isBefore(from) || !point.at().isBefore(to));
    return List.copyOf(points);
  }

  /** So many spans of the same length; the one that is running is folded into the last. */
  private static final class Ring {

    private final Duration step;
    private final int pointsMax;
    private final Deque<LoadPoint> points = new ArrayDeque<>();
    private int foldedIntoLast;

    Ring(Duration step, int pointsMax) {
      this.step = step;
      this.pointsMax = pointsMax;
    }

    void add(LoadPoint point) {
      Instant begin = begin(point.at());
      LoadPoint last = points.peekLast();
      if (last != null && last.at().equals(begin)) {
        points.removeLast();
        points.addLast(folded(last, point, ++foldedIntoLast));
        return;
      }
      foldedIntoLast = 1;
      points.addLast(at(begin, point));
      if (points.size() > pointsMax) {
        points.removeFirst();
      }
    }

    List<LoadPoint> points() {
      return List.copyOf(points);
    }

    @Nullable Instant begins() {
      LoadPoint first = points.peekFirst();
      return first == null ? null : first.at();
    }

    private Instant begin(Instant at) {
      long seconds = step.toSeconds();
      return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }

    private static LoadPoint at(Instant begin, LoadPoint point) {
      return folded(point, point, 1, begin);
    }

    private static LoadPoint folded(LoadPoint all, LoadPoint more, int count) {
      return folded(all, more, count, all.at());
    }

    private static LoadPoint folded(LoadPoint all, LoadPoint more, int count, Instant at) {
      double mean =
          all.statementsPerSecond()
              + (more.statementsPerSecond() - all.statementsPerSecond()) / count;
      return new LoadPoint(
          at,
          Math.max(all.sessions(), more.sessions()),
          Math.max(all.openTransactions(), more.openTransactions()),
          Math.max(all.commandsInFlight(), more.commandsInFlight()),
          mean,
          all.p95().compareTo(more.p95()) > 0 ? all.p95() : more.p95(),
          Math.max(all.threadsRunning(), more.threadsRunning()),
          Math.max(all.bypassing(), more.bypassing()));
    }
  }
}
