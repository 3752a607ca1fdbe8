package dev.lowtide.scheduler.copy;

import java.time.Duration;
import java.util.Optional;

/** How hard a copy may work. Safe for any thread. */
public interface Throttle {

  /** Why it must not work at this moment, in words; empty if it may. */
  Optional<String> standstill();

  /**
   * Whether it is a person who wants it not to work: then what is under way is to be ended as well.
   */
  default boolean isPaused() {
    return false;
  }

  /** Whether the server works for others than us, or may. */
  default boolean areClientsThere() {
    return true;
  }

  /** How long one piece of work should take now. */
  Duration chunkTime();

  /** How long to rest after a piece of work that took so long. */
  Duration restAfter(Duration worked);
}
