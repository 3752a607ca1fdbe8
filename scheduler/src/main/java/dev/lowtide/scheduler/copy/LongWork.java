package dev.lowtide.scheduler.copy;

import java.time.Duration;
import java.util.Optional;

/**
 * A statement that keeps its thread for as long as it takes, sent by another than the one that
 * waits for it here. Begun when it is made; awaited by one thread.
 */
@FunctionalInterface
public interface LongWork<T> {

  /**
   * What has come of it, if it has come to its end in this time.
   *
   * @throws CopyStoppedException as the work itself, like any other exception
   */
  Optional<T> await(Duration within) throws CopyStoppedException, InterruptedException;

  /** What is done. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws CopyStoppedException, InterruptedException;
  }

  /** Who does it. */
  @FunctionalInterface
  interface Source {
    <T> LongWork<T> begin(Work<T> work);
  }
}
