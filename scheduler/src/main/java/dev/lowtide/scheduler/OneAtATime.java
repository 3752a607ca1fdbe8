package dev.lowtide.scheduler;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something done elsewhere while whoever begins it goes on, and never twice at a time. */
final class OneAtATime {

  private static final Logger log = LoggerFactory.getLogger(OneAtATime.class);

  private final String what;
  private final Runnable task;
  private final Executor executor;
  private final AtomicBoolean isBegun = new AtomicBoolean();

  /**
   * @param what it is, for the log
   */
  OneAtATime(String what, Runnable task, Executor executor) {
    this.what = what;
    this.task = task;
    this.executor = executor;
  }

  /** Begins it, unless it has not ended yet. */
  void begin() {
    if (!isBegun.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      log.debug("{} is not begun any more: Lowtide is about to end", what);
    }
  }

  private void run() {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      log.error("{} failed", what, e);
    } finally {
      isBegun.set(false);
    }
  }
}
