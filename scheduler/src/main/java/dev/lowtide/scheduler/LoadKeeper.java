package dev.lowtide.scheduler;

import dev.lowtide.scheduler.LoadHistory.Unkept;
import dev.lowtide.scheduler.journal.LoadStore;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.journal.TraceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the store keep what went on, on a thread of its own: what was seen in a minute is one
 * transaction of some ten rows, because a store in a file grows by every commit. What cannot be
 * kept now waits for the next minute. Forgets what is too old, a piece at a time.
 */
final class LoadKeeper implements AutoCloseable {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final Duration KEEP_EVERY = Duration.ofMinutes(1);

  /** Lowtide ends soon whatever becomes of the store: what is lost then is a minute. */
  private static final Duration LAST_WRITE_MAX = Duration.ofSeconds(5);

  /** So many rows are deleted in some milliseconds. */
  private static final int PIECE = 500;

  /** A minute's; ten thousand rows of a tier, twelve days of what a quarter of a day brings. */
  private static final int PIECES_MAX = 20;

  private static final Logger log = LoggerFactory.getLogger(LoadKeeper.class);

  private final LoadHistory history;
  private final TraceKeeper traces;
  private final LoadStore kept;
  private final TraceStore keptTraces;
  private final LoadRetention retention;
  private final Runnable looks;
  private final Clock clock;
  private final ScheduledExecutorService thread;
  private final List<ScheduledFuture<?>> steps = new ArrayList<>();
  private boolean isKeepingInVain;

  /** Where what went on is kept. */
  record Stores(LoadStore loads, TraceStore traces) {}

  /**
   * Nothing is kept yet.
   *
   * @param looks to be taken every ten seconds, at what is not worth a look twice a second
   */
  LoadKeeper(
      LoadHistory history,
      TraceKeeper traces,
      Stores stores,
      LoadRetention retention,
      Runnable looks,
      Clock clock,
      ThreadFactory threads) {
    this.history = history;
    this.traces = traces;
    this.kept = stores.loads();
    this.keptTraces = stores.traces();
    this.retention = retention;
    this.looks = looks;
    this.clock = clock;
    this.thread = Executors.newSingleThreadScheduledExecutor(threads);
  }

  /** Goes on where the last process ended. */
  void start() {
    begin();
    every(LOOK_EVERY, looks);
    every(LOOK_EVERY, () -> keepTraces(false));
    every(KEEP_EVERY, this::keepLoad);
    every(KEEP_EVERY, this::forget);
  }

  private void begin() {
    try {
      history.begin();
    } catch (StoreGoneException e) {
      log.warn("what went on before is not at hand: {}", e.getMessage());
    }
  }

  private void every(Duration span, Runnable step) {
    steps.add(
        thread.scheduleWithFixedDelay(
            () -> safely(step), span.toMillis(), span.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** What was seen since the last time. */
  void keepLoad() {
    Unkept unkept = history.takeUnkept();
    try {
      kept.keep(unkept.samples());
      onKept(unkept);
    } catch (RuntimeException e) {
      history.putBack(unkept);
      onVain(e);
    }
  }

  private void onKept(Unkept unkept) {
    if (unkept.dropped() > 0) {
      log.warn(
          "the store keeps the load again; {} points of it were dropped meanwhile, {} were not",
          unkept.dropped(),
          unkept.samples().size());
    } else if (isKeepingInVain) {
      log.info("the store keeps the load again; none of it was dropped");
    }
    isKeepingInVain = false;
  }

  /** Said once; and that the store is gone is told by whoever looks after it. */
  private void onVain(RuntimeException e) {
    if (e instanceof StoreGoneException) {
      log.debug("the load waits to be kept: {}", e.getMessage());
    } else if (!isKeepingInVain) {
      log.warn(
          "the load cannot be kept now, {} points of it wait at most: {}",
          LoadHistory.UNKEPT_MAX,
          e.toString());
      isKeepingInVain = true;
    }
  }

  void keepTraces(boolean isLast) {
    traces.keep(isLast);
  }

  /** What is older than it is to be kept, or as much of it as does not take long. */
  void forget() {
    Instant now = clock.instant();
    for (LoadTier tier : LoadTier.values()) {
      Instant before = now.minus(retention.of(tier));
      for (int i = 0; i < PIECES_MAX && kept.forgetSome(tier.step(), before, PIECE); i++) {
        log.debug("load older than {} is being forgotten", before);
      }
    }
    for (int i = 0; i < PIECES_MAX && keptTraces.forgetSome(now.minus(retention.runs())); i++) {
      log.debug("runs older than {} are being forgotten", now.minus(retention.runs()));
    }
  }

  /** Keeps what there is yet. */
  @Override
  public void close() {
    steps.forEach(step -> step.cancel(false));
    thread.execute(() -> safely(this::keepLoad));
    thread.execute(() -> safely(() -> keepTraces(true)));
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LAST_WRITE_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("the last of the load was not kept: the store took too long");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.shutdownNow();
  }

  private static void safely(Runnable step) {
    try {
      step.run();
    } catch (StoreGoneException e) {
      // Told by whoever looks after the store, once; it is tried again soon.
      log.debug("not kept: {}", e.getMessage());
    } catch (RuntimeException e) {
      // An exception that got out would end the keeping without a word.
      log.error("what went on cannot be looked after", e);
    }
  }
}
