package dev.lowtide.scheduler.copy;

import dev.lowtide.scheduler.copy.CopyFailedException.Remedy;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a server that may not answer at this moment. Confined to the copy's thread. */
final class Trying {

  private static final Logger log = LoggerFactory.getLogger(Trying.class);

  /** A restart with recovery takes less; a server that takes longer is somebody's problem. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration FIRST_REST = Duration.ofMillis(100);
  private static final Duration REST_MAX = Duration.ofSeconds(5);

  private final Pauses pauses;
  private final Pace pace;

  /** Something that may end the copy by itself. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws CopyStoppedException, InterruptedException;
  }

  Trying(Pauses pauses, Pace pace) {
    this.pauses = pauses;
    this.pace = pace;
  }

  /** What may be done again whatever became of it the last time. */
  <T> T again(Work<T> work) throws CopyStoppedException, InterruptedException {
    long until = pace.nanos() + PATIENCE.toNanos();
    Duration rest = FIRST_REST;
    while (true) {
      try {
        return work.run();
      } catch (RuntimeException e) {
        CopyFailedException failure = failure(e);
        if (failure.remedy() != Remedy.AGAIN || pace.nanos() > until) {
          throw failure.stopped();
        }
        log.info("copy: once more in {}: {}", rest, failure.getMessage());
      }
      pauses.rest(rest);
      rest = min(rest.multipliedBy(2), REST_MAX);
    }
  }

  void again(Runnable work) throws CopyStoppedException, InterruptedException {
    this.<Boolean>again(
        () -> {
          work.run();
          return true;
        });
  }

  /** What must not be done twice: if it failed, the copy goes on another time. */
  <T> T once(Work<T> work) throws CopyStoppedException, InterruptedException {
    try {
      return work.run();
    } catch (RuntimeException e) {
      throw failure(e).stopped();
    }
  }

  /** Whatever the target's own exceptions are; a bug of ours is none of them. */
  private static CopyFailedException failure(RuntimeException e) {
    if (e instanceof CopyFailedException failure) {
      return failure;
    }
    if (e instanceof IllegalStateException
        || e instanceof IllegalArgumentException
        || e instanceof NullPointerException) {
      throw e;
    }
    return new CopyFailedException(Remedy.AGAIN, String.valueOf(e.getMessage()), e);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
