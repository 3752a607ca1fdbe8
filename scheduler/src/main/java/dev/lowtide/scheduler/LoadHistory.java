package dev.lowtide.scheduler;

import dev.lowtide.scheduler.journal.LoadStore;
import dev.lowtide.scheduler.journal.LoadStore.Sample;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.load.Latencies;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.operator.LoadPoint;
import dev.lowtide.scheduler.operator.LoadSeries;
import dev.lowtide.scheduler.operator.LoadViews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what went on, in points of several lengths: the newest in memory, some 500 kB, the rest
 * in the store. Looks come from the scheduler's thread and never wait for the store: what is to be
 * kept is taken away by another. Safe for any thread.
 */
final class LoadHistory implements LoadViews {

  /** A day without the store: 8,640 points of ten seconds, and some hundred others. */
  static final int UNKEPT_MAX = 10_000;

  private static final Logger log = LoggerFactory.getLogger(LoadHistory.class);

  private final LoadStore kept;
  private final LoadRetention retention;
  private final LoadFigures figures;
  private final Clock clock;
  private final Map<LoadTier, LoadRing> rings = new EnumMap<>(LoadTier.class);

  /** What the store does not have as it is now, that which has waited longest first. */
  private final Map<Place, Sample> unkept = new LinkedHashMap<>();

  private int dropped;

  private record Place(Duration step, Instant at) {
    static Place of(Sample sample) {
      return new Place(sample.step(), sample.point().at());
    }
  }

  /** What could not wait for the store any longer. */
  record Unkept(List<Sample> samples, int dropped) {}

  /**
   * Nothing is remembered yet.
   *
   * @param figures what is not in an observation
   */
  LoadHistory(LoadStore kept, LoadRetention retention, LoadFigures figures, Clock clock) {
    this.kept = kept;
    this.retention = retention;
    this.figures = figures;
    this.clock = clock;
    for (LoadTier tier : LoadTier.values()) {
      rings.put(tier, new LoadRing(tier, clock.instant()));
    }
  }

  /** Goes on where the last process ended. */
  void begin() {
    Instant now = clock.instant();
    for (LoadTier tier : LoadTier.values()) {
      Instant since = tier.begin(now.minus(tier.spanMax()));
      List<Sample> before = kept.between(tier.step(), since, now.plusMillis(1));
      synchronized (this) {
        ring(tier).begin(before, since);
      }
    }
  }

  /** What was seen just now; where nothing was seen there is a hole. */
  synchronized void observe(Observation latest) {
    LoadSnapshot load = latest.load();
    ServerLoad server = latest.server();
    if (load == null || server == null) {
      return;
    }
    LoadPoint look = look(load, server, figures.now());
    for (LoadTier tier : LoadTier.values()) {
      Sample grown = ring(tier).add(look);
      unkept.put(Place.of(grown), grown);
    }
    keepToLimit();
  }

  private LoadPoint look(LoadSnapshot load, ServerLoad server, LoadFigures.Now others) {
    Latencies.Spread took = load.latencies().recent().spread();
    return new LoadPoint(
        clock.instant(),
        load.sessions().size(),
        load.openTransactions(),
        load.commandsInFlight(),
        load.statementsPerSecond(),
        took.p50(),
        took.p95(),
        took.p99(),
        others.bytesFromClientsPerSecond(),
        others.bytesFromServerPerSecond(),
        server.threadsRunning(),
        others.bypassing(),
        others.replicaLagSeconds(),
        others.coveragePercent());
  }

  @Override
  public LoadSeries between(Instant from, Instant to) {
    Duration back = Duration.between(from, clock.instant());
    LoadTier tier = LoadTier.of(Duration.between(from, to), back, retention);
    Map<Instant, LoadPoint> points = new TreeMap<>();
    if (!isRemembered(tier, from)) {
      fromStore(tier, from, to).forEach(sample -> points.put(sample.point().at(), sample.point()));
    }
    remembered(tier).forEach(point -> points.put(point.at(), point));
    List<LoadPoint> asked =
        points.values().stream()
            .filter(point -> !point.at().isBefore(from) && point.at().isBefore(to))
            .toList();
    return new LoadSeries(tier.step(), asked);
  }

  private synchronized boolean isRemembered(LoadTier tier, Instant since) {
    return ring(tier).isComplete(since);
  }

  private synchronized List<LoadPoint> remembered(LoadTier tier) {
    return ring(tier).points();
  }

  private LoadRing ring(LoadTier tier) {
    return rings.computeIfAbsent(tier, each -> new LoadRing(each, clock.instant()));
  }

  /** While the store is gone there is what memory has. */
  private List<Sample> fromStore(LoadTier tier, Instant from, Instant to) {
    try {
      return kept.between(tier.step(), from, to);
    } catch (StoreGoneException e) {
      log.debug("load of {} to {} cannot be had: {}", from, to, e.getMessage());
      return List.of();
    }
  }

  /** What is to be kept, and how much was dropped that waited too long for it. */
  synchronized Unkept takeUnkept() {
    Unkept taken = new Unkept(new ArrayList<>(unkept.values()), dropped);
    unkept.clear();
    dropped = 0;
    return taken;
  }

  /** It could not be kept: it waits again, before all others, unless it has grown meanwhile. */
  synchronized void putBack(Unkept taken) {
    Map<Place, Sample> newer = new LinkedHashMap<>(unkept);
    unkept.clear();
    taken.samples().forEach(sample -> unkept.put(Place.of(sample), sample));
    unkept.putAll(newer);
    dropped += taken.dropped();
    keepToLimit();
  }

  private void keepToLimit() {
    while (unkept.size() > UNKEPT_MAX) {
      unkept.remove(unkept.keySet().iterator().next());
      dropped++;
    }
  }
}
