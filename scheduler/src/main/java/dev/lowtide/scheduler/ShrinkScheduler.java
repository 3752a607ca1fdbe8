package dev.lowtide.scheduler;

import dev.lowtide.scheduler.ActiveRun.StopCause;
import dev.lowtide.scheduler.journal.StoreGoneException;
import dev.lowtide.scheduler.ledger.Reconciliation;
import dev.lowtide.scheduler.operator.Dependency;
import dev.lowtide.scheduler.operator.HeldView;
import dev.lowtide.scheduler.operator.Holding;
import dev.lowtide.scheduler.operator.LoadViews;
import dev.lowtide.scheduler.operator.Operator;
import dev.lowtide.scheduler.operator.RunSearch;
import dev.lowtide.scheduler.operator.RunTraces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane as a whole. One thread ticks, one holds the ledger against the server, one
 * works on the run there is, three more wait for the long statements of that run.
 */
public final class ShrinkScheduler implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(500);

  /** Between two ticks at least: those that were missed meanwhile are not made up for. */
  private static final Duration REST_MIN = Duration.ofMillis(100);

  /** The rebuild, the reading of the old table, and that of the new one. */
  private static final int STATEMENTS_MAX = 3;

  /** A run that is asked to stop has its statement killed and waits until it has ended. */
  private static final Duration STOP_AWAITED_MAX = Duration.ofSeconds(40);

  private static final Logger log = LoggerFactory.getLogger(ShrinkScheduler.class);

  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(threads("lowtide-tick"));
  private final ExecutorService worker = Executors.newSingleThreadExecutor(threads("lowtide-run"));
  private final ExecutorService statements =
      Executors.newFixedThreadPool(STATEMENTS_MAX, threads("lowtide-statement"));

  private final ControlPlane plane;
  private @Nullable ScheduledFuture<?> ticking;

  /** When the last one ended; confined to the ticker. */
  private @Nullable Long lastTick;

  /** Everything wired, nothing begun. */
  public ShrinkScheduler(SchedulerParts parts) {
    this.plane =
        new ControlPlane(
            parts, new ControlPlane.Threads(worker, statements, ShrinkScheduler::threads));
  }

  public Operator operator() {
    return plane.operator;
  }

  /** How runs went. */
  public RunTraces traces() {
    return plane.loads.traces();
  }

  /** Runs, whenever they were. */
  public RunSearch search() {
    return plane.search;
  }

  /** What went on. */
  public LoadViews loads() {
    return plane.loads.history();
  }

  /** Stopping everything. */
  public Holding holding() {
    return plane.holdAll;
  }

  /** Looks at what the last process left behind, then begins to tick. */
  public void start() throws InterruptedException {
    plane.leftBehind.inspectAll("Lowtide ended in the middle");
    plane.book.onApproved(this::beginSoon);
    plane.loads.start();
    plane.copies.start();
    ticking =
        ticker.scheduleAtFixedRate(this::tickUnlessLate, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    plane.inStep.start();
  }

  private void tickUnlessLate() {
    if (lastTick == null || System.nanoTime() - lastTick >= REST_MIN.toNanos()) {
      safely(this::tick);
      lastTick = System.nanoTime();
    }
  }

  /** One look and whatever follows from it; never called by two at a time. */
  void tick() throws InterruptedException {
    plane.observer.observe();
    plane.loads.observe(plane.driver.active(), plane.observer.latest());
    plane.copies.observe(plane.observer.latest());
    plane.ledger.tick();
    if (plane.book.problem().isEmpty()) {
      lookAfterRuns();
    }
  }

  /** Nothing may begin that cannot be written down. */
  private void lookAfterRuns() throws InterruptedException {
    plane.holdAll.writeDown();
    plane.book.expire();
    plane.keepToCalendar();
    if (plane.driver.active() == null) {
      plane.leftBehind.inspectAll("its attempt ended without a word");
    }
    beginWhatMay();
    plane.surveyor.tick();
    plane.tidyUp();
  }

  private void beginWhatMay() {
    Optional<HeldView> held = plane.holdAll.held();
    if (held.isPresent()) {
      plane.holdAll.stopActive();
      plane.starter.waitAll(held.get().text());
      return;
    }
    if (!plane.aftermath.isAtWork() && !plane.inStep.isReverting()) {
      plane.driver.tick(plane.observer.latest().load());
    }
  }

  /** Somebody waits for it: not only at the next tick, though by what was seen at the last one. */
  private void beginSoon() {
    try {
      ticker.execute(() -> safely(this::beginWhatMay));
    } catch (RejectedExecutionException e) {
      log.info("nothing begins any more: Lowtide is about to end");
    }
  }

  /** Whether the server was seen lately. */
  public boolean isSeeing() {
    return plane.observer.latest().server() != null;
  }

  /** How the server is, as SQL has it, and whatever else runs depend on. Never waits. */
  public List<Dependency> dependencies() {
    List<Dependency> all = new ArrayList<>();
    all.add(
        new Dependency(
            "target", true, isSeeing() ? "" : "does not answer", plane.observer.sinceSeen()));
    all.addAll(plane.copies.dependencies());
    return all;
  }

  /** The proxy's ledger held against the server, as it was last; blind if that is too long ago. */
  public Reconciliation reconciliation() {
    return plane.ledger.latest();
  }

  /** The same at this very moment, for whatever depends on it. Any thread. */
  public Reconciliation reconcile() throws InterruptedException {
    return plane.ledger.now();
  }

  /** Stops what is at work, so that its clients go on, and waits for it. */
  @Override
  public void close() {
    if (ticking != null) {
      ticking.cancel(false);
    }
    ticker.shutdown();
    awaitEnd(ticker, "a look at the server");
    plane.ledger.close();
    ActiveRun active = plane.driver.active();
    if (active != null) {
      plane.driver.stop(active.id(), StopCause.SHUTDOWN, RunBook.LOWTIDE);
    }
    worker.shutdown();
    awaitEnd(worker, "a run");
    plane.loads.close();
    plane.survey.close();
    plane.inStep.close();
    statements.shutdownNow();
    plane.aftermath.close();
    plane.copies.close();
  }

  private static void awaitEnd(ExecutorService threads, String what) {
    try {
      if (!threads.awaitTermination(STOP_AWAITED_MAX.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("{} did not end within {}", what, STOP_AWAITED_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A look, or what follows from it. */
  @FunctionalInterface
  private interface Step {
    void take() throws InterruptedException;
  }

  private static void safely(Step step) {
    try {
      step.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreGoneException e) {
      // Told by whoever looks after the store, once; the next tick sees it too.
      log.debug("tick without a store: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      // An exception that got out would end the ticking without a word.
      log.error("tick failed", e);
    }
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
