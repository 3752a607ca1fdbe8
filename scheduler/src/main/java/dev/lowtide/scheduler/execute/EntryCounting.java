package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.LongWork;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.copy.TableCopy;
import dev.lowtide.scheduler.copy.Throttle;
import java.time.Duration;
import java.util.Set;

/**
 * Has the entries of a shadow's indexes counted: as many statements as there are indexes, each of
 * which reads one from end to end. Confined to the attempt's thread.
 */
final class EntryCounting {

  /** A wish to stop, or to go on, is seen as soon. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final TableCopy copy;
  private final Comparison comparison;
  private final Throttle throttle;

  EntryCounting(TableCopy copy, Comparison comparison, Throttle throttle) {
    this.copy = copy;
    this.comparison = comparison;
    this.throttle = throttle;
  }

  /** From the beginning after each pause: what is counted must all be of the same rows. */
  void count() throws CopyStoppedException, InterruptedException {
    while (!isCounted()) {
      do {
        follow();
      } while (throttle.isPaused());
    }
  }

  private boolean isCounted() throws CopyStoppedException, InterruptedException {
    LongWork.Work<Boolean> counting =
        () -> {
          comparison.countEntries();
          return true;
        };
    return copy.attend("counts the entries of indexes", counting, comparison::endCounting)
        .isPresent();
  }

  private void follow() throws CopyStoppedException, InterruptedException {
    Set<RowKey> applied = copy.step(LOOK_EVERY);
    if (!applied.isEmpty()) {
      comparison.onApplied(applied);
    }
  }
}
