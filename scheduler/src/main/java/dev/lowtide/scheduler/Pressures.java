package dev.lowtide.scheduler;

import dev.lowtide.scheduler.copy.Pressure;
import dev.lowtide.scheduler.copy.Pressure.Signal;
import dev.lowtide.scheduler.load.Gauge;
import dev.lowtide.scheduler.load.LagOfReplica;
import dev.lowtide.scheduler.load.LoadSnapshot;
import dev.lowtide.scheduler.load.ServerLoad;
import dev.lowtide.scheduler.load.WriteStrain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Says of what was seen how much of its limit each thing is. Asked at each look, and made anew for
 * each run, unless an old table follows when it begins. Confined to one thread.
 *
 * <p>What our own sessions do is in none of the figures that count sessions. What they fill
 * together with others (redo log, dirty pages) slows a copy down, but where nobody else is there it
 * hurts nobody, so it counts from close to where the server itself gets slow. A lag of replicas
 * counts whoever brought it about: more work would make it worse.
 */
final class Pressures {

  /** As much longer is not felt, however short the usual is. */
  private static final Duration SLOWER_FLOOR = Duration.ofMillis(2);

  /** More than is a share of nothing: health checks ask once a second. */
  private static final double CLIENTS_PER_SECOND = 2;

  private static final double THERE = 0.1;

  /** At 90 %, by default, the server flushes in haste: by then a copy takes half and less. */
  private static final double DIRTY_PAGES_PERCENT_MAX = 100;

  /** From 7/8 of the redo log on the server makes us wait by itself. */
  private static final double CHECKPOINT_AGE_ALONE = 75;

  /** Not so much that it must stand still, and too much to go on like this. */
  private static final double SLOW_DOWN = 0.9;

  private final CopyLimits limits;
  private final UsualLatency usual = new UsualLatency();
  private @Nullable WriteStrain before;

  Pressures(CopyLimits limits) {
    this.limits = limits;
  }

  /**
   * The pressure of a moment.
   *
   * @param isCopyResting whether the copy has not begun, is paused or stands still
   */
  Pressure of(
      Observation seen,
      @Nullable WriteStrain strain,
      List<LagOfReplica> replicas,
      boolean isCopyResting) {
    LoadSnapshot load = seen.load();
    ServerLoad server = seen.server();
    if (load == null || server == null || strain == null) {
      return Pressure.UNSEEN;
    }
    List<Signal> signals = new ArrayList<>();
    boolean areThere = areClientsThere(load, server);
    signals.add(clients(load, areThere));
    signals.add(count("commands in flight", load.commandsInFlight(), limits.commandsInFlightMax()));
    signals.add(count("threads running", server.threadsRunning(), limits.threadsRunningMax()));
    signals.add(gauge("row lock waits", strain.rowLockWaits(), limits.threadsRunningMax(), ""));
    addSlowness(signals, load, isCopyResting);
    signals.add(
        gauge("history list length", server.historyListLength(), limits.historyLengthMax(), ""));
    addRedoAndPages(signals, server, strain, areThere);
    signals.add(lag("the server", server.replicaLagSeconds()));
    replicas.forEach(
        replica -> signals.add(lag("replica " + replica.replica(), replica.seconds())));
    before = strain;
    return new Pressure(signals);
  }

  private static boolean areClientsThere(LoadSnapshot load, ServerLoad server) {
    return load.statementsPerSecond() >= CLIENTS_PER_SECOND
        || load.commandsInFlight() > 0
        || server.threadsRunning() > 0;
  }

  private static Signal clients(LoadSnapshot load, boolean areThere) {
    return new Signal(
        Pressure.CLIENTS,
        areThere ? THERE : 0,
        "clients: " + number(load.statementsPerSecond()) + " statements per second");
  }

  private void addSlowness(List<Signal> signals, LoadSnapshot load, boolean isCopyResting) {
    Duration usually = usual.observe(load.latencies(), isCopyResting, load.atNanos());
    if (usually == null || load.latencies().recent().statements() == 0) {
      return;
    }
    double usualMillis = millis(usually);
    double limit =
        Math.max(usualMillis * limits.slowerThanUsualMax(), usualMillis + millis(SLOWER_FLOOR));
    double now = millis(load.latencies().recent().p95());
    signals.add(
        new Signal(
            "slower statements",
            Math.max(0, (now - usualMillis) / (limit - usualMillis)),
            String.format(
                Locale.ROOT,
                "95 of 100 statements took: %s ms (usual: %s ms, limit: %s ms)",
                number(now),
                number(usualMillis),
                number(limit))));
  }

  private void addRedoAndPages(
      List<Signal> signals, ServerLoad server, WriteStrain strain, boolean areThere) {
    Gauge age = server.checkpointAgePercent();
    Gauge dirty = strain.dirtyPagesPercent();
    if (areThere || age.isMissing()) {
      signals.add(gauge("checkpoint age", age, limits.checkpointAgePercentMax(), " %"));
      signals.add(gauge("dirty pages", dirty, DIRTY_PAGES_PERCENT_MAX, " %"));
    } else if (age.value() > CHECKPOINT_AGE_ALONE) {
      signals.add(
          new Signal("checkpoint age", SLOW_DOWN, "checkpoint age: " + number(age.value()) + " %"));
    }
    if (areThere && before != null) {
      addWaits(signals, "waits for free pages", before.pageWaits(), strain.pageWaits());
      addWaits(signals, "waits for the log buffer", before.logWaits(), strain.logWaits());
    }
  }

  /** Each is somebody who has waited since the look before. */
  private static void addWaits(List<Signal> signals, String name, Gauge then, Gauge now) {
    if (!then.isMissing() && !now.isMissing() && now.value() > then.value()) {
      signals.add(new Signal(name, SLOW_DOWN, name + ": " + number(now.value() - then.value())));
    }
  }

  private Signal lag(String who, Gauge seconds) {
    return gauge(who + " is behind", seconds, limits.replicaLagMax().toMillis() / 1000.0, " s");
  }

  private static Signal count(String name, double value, double limit) {
    return gauge(name, Gauge.of(value), limit, "");
  }

  /** What cannot be seen may be anything. */
  private static Signal gauge(String name, Gauge gauge, double limit, String unit) {
    return gauge.isMissing()
        ? new Signal(name, 1, name + ": cannot be seen: " + gauge.missing())
        : new Signal(
            name,
            gauge.value() / limit,
            name + ": " + number(gauge.value()) + unit + " (limit: " + number(limit) + unit + ")");
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
