package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.CopyConfig.Replica;
import dev.lowtide.scheduler.load.LagOfReplica;
import dev.lowtide.scheduler.operator.Dependency;
import dev.lowtide.scheduler.operator.LoadPoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks replicas how far behind they are: twice a second while that matters to somebody, else now
 * and then, for people to see. Each has a thread of its own: one that hangs keeps no other from
 * being seen. Safe for any thread.
 */
final class ReplicaWatches implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  private static final Logger log = LoggerFactory.getLogger(ReplicaWatches.class);

  private final List<ReplicaWatch> watches;
  private final BooleanSupplier isNeeded;
  private final ScheduledExecutorService threads;
  private volatile List<? extends ScheduledFuture<?>> asking = List.of();

  /**
   * Nobody is asked yet.
   *
   * @param sources of one replica each
   * @param isNeeded whether anybody wants to know now
   */
  ReplicaWatches(
      List<Replica> replicas,
      Function<Replica, LagOfReplica.Source> sources,
      BooleanSupplier isNeeded,
      NanoClock clock) {
    this.watches =
        replicas.stream()
            .map(
                replica ->
                    new ReplicaWatch(sources.apply(replica), List.of(replica.toString()), clock))
            .toList();
    this.isNeeded = isNeeded;
    this.threads =
        Executors.newScheduledThreadPool(Math.max(1, replicas.size()), ReplicaWatches::thread);
  }

  /** Begins to ask; once, when all is there that says who is at work. */
  void start() {
    asking = watches.stream().map(this::askAgainAndAgain).toList();
  }

  /** What each of them said last; of one that says nothing, that it does not. */
  List<LagOfReplica> latest() {
    return watches.stream().flatMap(watch -> watch.latest().stream()).toList();
  }

  /** How far the one is behind that is furthest; {@link LoadPoint#UNKNOWN} if none says it. */
  double lagSeconds() {
    return watches.stream()
        .flatMap(watch -> watch.latestLook().stream())
        .filter(lag -> !lag.seconds().isMissing())
        .mapToDouble(lag -> lag.seconds().value())
        .max()
        .orElse(LoadPoint.UNKNOWN);
  }

  /** How each of them is. */
  List<Dependency> dependencies() {
    return watches.stream().map(ReplicaWatch::dependency).toList();
  }

  @Override
  public void close() {
    asking.forEach(each -> each.cancel(true));
    threads.shutdownNow();
  }

  private ScheduledFuture<?> askAgainAndAgain(ReplicaWatch watch) {
    return threads.scheduleWithFixedDelay(
        () -> lookIfNeeded(watch), 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "lowtide-replica");
    thread.setDaemon(true);
    return thread;
  }

  private void lookIfNeeded(ReplicaWatch watch) {
    try {
      if (isNeeded.getAsBoolean() || watch.isToBeLookedAt()) {
        watch.look();
      }
    } catch (RuntimeException e) {
      // An exception that got out would end the asking without a word.
      log.warn("a replica could not be asked", e);
    }
  }
}
