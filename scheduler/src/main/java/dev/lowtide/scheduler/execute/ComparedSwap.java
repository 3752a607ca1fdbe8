package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.CopyStoppedException;
import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.copy.TableCopy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Compares all rows of a table that follows with those of the one that it follows, and lets it take
 * the place of that one. Whichever way round it is: a shadow takes its original's place, an old
 * table takes its own again. Confined to one thread.
 */
final class ComparedSwap {

  /** Longer than any process lives. */
  static final Duration FOR_EVER = Duration.ofDays(10_000);

  /** A few commits, on a disk that is not the fastest; under the hold nobody writes any more. */
  private static final Duration IN_STEP_WITHIN = Duration.ofMillis(250);

  /** When everything else is ready; some ten rounds. */
  private static final Duration IN_STEP_TRIED_FOR = Duration.ofSeconds(2);

  /** Until it is looked again whether the shadow is in step. */
  private static final Duration READY_AGAIN = Duration.ofMillis(250);

  private static final Duration NO_WAIT = Duration.ZERO;

  /** A wish to stop is seen as soon. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final CopyTools tools;
  private final TableCopy copy;
  private final Comparison comparison;
  private final CopyCutOver cutOver;
  private final Pace pace;
  private final RunLog runLog;

  /** The comparison is closed by whoever made it. */
  ComparedSwap(
      CopyTools tools,
      TableCopy copy,
      Comparison comparison,
      CopyCutOver cutOver,
      Pace pace,
      RunLog runLog) {
    this.tools = tools;
    this.copy = copy;
    this.comparison = comparison;
    this.cutOver = cutOver;
    this.pace = pace;
    this.runLog = runLog;
  }

  /**
   * The two keep changing: what is under way is applied between the parts.
   *
   * @return false if there is no use in going on
   */
  boolean compare() throws CopyStoppedException, InterruptedException {
    boolean isThrough = false;
    while (!isThrough && !comparison.isOver()) {
      follow(NO_WAIT);
      if (isStandstill()) {
        follow(LOOK_EVERY);
      } else {
        isThrough = step();
      }
      if (comparison.isSettlingDue()) {
        settle();
      }
    }
    new EntryCounting(copy, comparison, tools.throttle()).count();
    if (comparison.isOver()) {
      return false;
    }
    runLog.onNote(
        comparison.rowsCompared() + " rows are compared, " + comparison.open().size() + " open");
    return true;
  }

  /**
   * Tries until it is done or must not be, or for so long; where that is over, the last attempt is
   * told. Nothing if there was none, or if rows differ by now.
   */
  Optional<Swap> swap(Duration within) throws CopyStoppedException, InterruptedException {
    long began = pace.nanos();
    while (true) {
      boolean isReady = isReady();
      Optional<Swap> swap = isReady ? cutOver.attempt(this::inStep) : Optional.empty();
      if (swap.isPresent() && swap.get().outcome() != Swap.Outcome.NOT_NOW) {
        return swap;
      }
      swap.ifPresent(made -> comparison.onApplied(made.applied()));
      if (pace.nanos() - began >= within.toNanos()) {
        return swap;
      }
      Duration pause = isReady ? cutOver.pause() : READY_AGAIN;
      long until = pace.nanos() + pause.toNanos();
      do {
        follow(min(pause, LOOK_EVERY));
      } while (pace.nanos() < until);
      if (comparison.isOver()) {
        return Optional.empty();
      }
    }
  }

  private boolean step() throws CopyStoppedException, InterruptedException {
    long began = pace.nanos();
    boolean isThrough = comparison.step(tools.throttle().chunkTime());
    runLog.copy().onCompared(comparison.rowsCompared());
    Duration rest = tools.throttle().restAfter(Duration.ofNanos(pace.nanos() - began));
    if (rest.toNanos() > 0) {
      follow(rest);
    }
    return isThrough;
  }

  /**
   * Whoever differs must have changed by the time that a mark written now is reached.
   *
   * @return how long that took: so far behind is the shadow
   */
  private Duration settle() throws CopyStoppedException, InterruptedException {
    comparison.onMark();
    long marked = pace.nanos();
    long mark = copy.mark();
    while (!copy.isPast(mark)) {
      follow(LOOK_EVERY);
    }
    Duration took = Duration.ofNanos(pace.nanos() - marked);
    comparison.settle();
    return took;
  }

  /** Applies what has changed, and has it compared again. */
  private void follow(Duration wait) throws CopyStoppedException, InterruptedException {
    Set<RowKey> applied = copy.step(wait);
    if (!applied.isEmpty()) {
      comparison.onApplied(applied);
    }
  }

  private boolean isStandstill() {
    return tools.throttle().standstill().isPresent();
  }

  /** Nobody is to wait for what could be done before. */
  private boolean isReady() throws CopyStoppedException, InterruptedException {
    return !isStandstill() && settle().compareTo(IN_STEP_WITHIN) <= 0 && !comparison.isOver();
  }

  /** Everything that has come is compared by then, but for the changes of the last moments. */
  private Optional<Set<RowKey>> inStep() throws CopyStoppedException, InterruptedException {
    long until = pace.nanos() + IN_STEP_TRIED_FOR.toNanos();
    do {
      Duration behind = settle();
      follow(NO_WAIT);
      if (isStandstill() || comparison.isOver()) {
        return Optional.empty();
      }
      if (behind.compareTo(cutOver.behindMax()) <= 0) {
        return Optional.of(comparison.open());
      }
    } while (pace.nanos() < until);
    return Optional.empty();
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
