package dev.lowtide.scheduler;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.shrink.RunId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has done what comes after runs, while none is at work: what they left is removed, old tables are
 * dropped. Each chore says when it wants to be done again; the end of a run makes the first of them
 * due at once. Confined to the scheduler's thread; the chores are done on one of their own.
 */
final class Aftermath {

  private static final Logger log = LoggerFactory.getLogger(Aftermath.class);

  /** Something to be done now and then. */
  @FunctionalInterface
  interface Chore {

    /** How long it is until it wants to be done again. */
    Duration run() throws InterruptedException;
  }

  /** When a chore is to be done. */
  private static final class Due {
    final Chore chore;
    long atNanos;
    boolean isWanted;

    Due(Chore chore, long atNanos) {
      this.chore = chore;
      this.atNanos = atNanos;
    }
  }

  private final Due cleanUp;
  private final Due drops;
  private final BooleanSupplier isQuiet;
  private final Supplier<Set<RunId>> openRuns;
  private final Executor executor;
  private final NanoClock clock;
  private Set<RunId> wereOpen = Set.of();
  private @Nullable Due atWork;
  private @Nullable CompletableFuture<Duration> work;
  private volatile String lastFailure = "";

  /**
   * @param drops waits for a quiet moment
   * @param openRuns those that are not over, or that a person has yet to look at
   */
  Aftermath(
      Chore cleanUp,
      Chore drops,
      BooleanSupplier isQuiet,
      Supplier<Set<RunId>> openRuns,
      Executor executor,
      NanoClock clock) {
    this.cleanUp = new Due(cleanUp, clock.nanos());
    this.drops = new Due(drops, clock.nanos());
    this.isQuiet = isQuiet;
    this.openRuns = openRuns;
    this.executor = executor;
    this.clock = clock;
  }

  /** Nothing may be begun meanwhile. */
  boolean isAtWork() {
    return work != null && !work.isDone();
  }

  /** Begins what is due; called after a run had its chance to begin. */
  void tick(boolean isRunAtWork) {
    noteEndedRuns();
    if (isRunAtWork || isAtWork()) {
      return;
    }
    noteEndOfWork();
    if (isDue(cleanUp)) {
      begin(cleanUp);
    } else if (isDue(drops) && isQuiet.getAsBoolean()) {
      begin(drops);
    }
  }

  private void noteEndedRuns() {
    Set<RunId> open = openRuns.get();
    if (!open.containsAll(wereOpen)) {
      cleanUp.isWanted = true;
    }
    wereOpen = open;
  }

  /** The time counts from the end: a chore that takes long is not done all the time. */
  private void noteEndOfWork() {
    Due done = atWork;
    CompletableFuture<Duration> ended = work;
    atWork = null;
    work = null;
    if (done != null && ended != null) {
      done.atNanos = clock.nanos() + ended.join().toNanos();
    }
  }

  private boolean isDue(Due due) {
    return due.isWanted || due.atNanos - clock.nanos() <= 0;
  }

  private void begin(Due due) {
    due.isWanted = false;
    atWork = due;
    work = CompletableFuture.supplyAsync(() -> run(due.chore), executor);
  }

  private Duration run(Chore chore) {
    try {
      Duration again = chore.run();
      lastFailure = "";
      return again;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      onFailed(e);
    } catch (Error e) {
      // One that got out would be the end of every tick from then on.
      log.error("what copies left is looked after later", e);
    }
    return CleanUp.AGAIN;
  }

  /** A server that is away for hours is told of once. */
  private void onFailed(RuntimeException e) {
    String failure = String.valueOf(e.getMessage());
    if (!failure.equals(lastFailure)) {
      log.warn("what copies left is looked after later: {}", failure);
    }
    lastFailure = failure;
  }
}
