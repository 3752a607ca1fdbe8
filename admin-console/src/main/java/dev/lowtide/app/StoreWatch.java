package dev.lowtide.app;

import dev.lowtide.proxy.activity.NanoClock;
import dev.lowtide.scheduler.journal.Store;
import dev.lowtide.scheduler.journal.StoreException;
import dev.lowtide.scheduler.operator.Dependency;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks twice a second whether the store answers, so that nobody has to wait to find out. */
final class StoreWatch implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(500);

  /** A look asks once, with a time-out of two seconds, and connects within five. */
  private static final Duration END_AWAITED_MAX = Duration.ofSeconds(8);

  private static final Logger log = LoggerFactory.getLogger(StoreWatch.class);

  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lowtide-store");
            thread.setDaemon(true);
            return thread;
          });

  private final ScheduledFuture<?> looking;
  private final Store store;
  private final NanoClock clock;
  private volatile long lastAnswerNanos;

  /**
   * Begins.
   *
   * @throws StoreException if the store is another Lowtide's already
   */
  StoreWatch(Store store, NanoClock clock) {
    this.store = store;
    this.clock = clock;
    store.look(clock);
    lastAnswerNanos = clock.nanos();
    if (!store.problem().isEmpty()) {
      looks.shutdown();
      throw new StoreException("store.url: " + store.problem());
    }
    looking =
        looks.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An exception that got out would end the looking without a word. */
  private void look() {
    try {
      store.look(clock);
      if (store.problem().isEmpty()) {
        lastAnswerNanos = clock.nanos();
      }
    } catch (RuntimeException e) {
      log.error("the store cannot be looked after", e);
    }
  }

  /** How it is, and when it last answered. */
  Dependency dependency() {
    Duration age = Duration.ofNanos(Math.max(0, clock.nanos() - lastAnswerNanos));
    return new Dependency("store", true, store.problem(), age);
  }

  @Override
  public void close() {
    looking.cancel(false);
    looks.shutdown();
    try {
      if (!looks.awaitTermination(END_AWAITED_MAX.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("a look at the store did not end within {}", END_AWAITED_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
