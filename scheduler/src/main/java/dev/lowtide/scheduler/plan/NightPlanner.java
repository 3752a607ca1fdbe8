package dev.lowtide.scheduler.plan;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Estimate;
import dev.lowtide.scheduler.shrink.Night;
import dev.lowtide.scheduler.shrink.Night.Left;
import dev.lowtide.scheduler.shrink.Night.Slot;
import dev.lowtide.scheduler.shrink.Night.Task;
import dev.lowtide.scheduler.shrink.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Packs a night: most bytes for each minute of disturbance first, one at a time. A later one may
 * come before an earlier one that has no place yet, and what gives disk back may make place.
 *
 * <p>Time is counted twice. Whether there is any left is asked of forecasts with their error bars
 * added up, because they are wrong together: a server that is slow tonight is slow for all.
 */
public final class NightPlanner {

  private final Duration lasts;
  private final OptionalLong freeDisk;
  private final boolean areOldTablesKept;
  private final List<Slot> slots = new ArrayList<>();
  private Duration likely = Duration.ZERO;
  private Duration atMost = Duration.ZERO;
  private ByteSize taken = ByteSize.ZERO;

  private NightPlanner(Duration lasts, OptionalLong freeDisk, boolean areOldTablesKept) {
    this.lasts = lasts;
    this.freeDisk = freeDisk;
    this.areOldTablesKept = areOldTablesKept;
  }

  /**
   * A night with as many of these tasks as it takes.
   *
   * @param freeDisk bytes that may be taken, what is to stay free left out; empty if unseen
   * @param areOldTablesKept whether the place of a copied table comes back on another day only
   */
  public static Night plan(
      List<Task> tasks, Duration lasts, OptionalLong freeDisk, boolean areOldTablesKept) {
    return new NightPlanner(lasts, freeDisk, areOldTablesKept).plan(inOrder(tasks));
  }

  /** Those that give back most for each minute first; of equals those that were asked for first. */
  public static List<Task> inOrder(List<Task> tasks) {
    return tasks.stream().sorted(BEST_FIRST).toList();
  }

  private static final Comparator<Task> BEST_FIRST =
      Comparator.comparingDouble((Task task) -> task.estimate().bytesPerMinute())
          .reversed()
          .thenComparing(Task::run)
          .thenComparing(Task::subject);

  private Night plan(List<Task> inOrder) {
    List<Task> open = new ArrayList<>(inOrder);
    Optional<Task> next = fitting(open);
    while (next.isPresent()) {
      place(next.get());
      open.remove(next.get());
      next = fitting(open);
    }
    List<Left> left =
        open.stream().map(task -> new Left(task, whyNot(task.estimate()).orElse(""))).toList();
    return new Night(lasts, slots, left, new ByteSize(freeDisk.orElse(-1)));
  }

  private Optional<Task> fitting(List<Task> open) {
    return open.stream().filter(task -> whyNot(task.estimate()).isEmpty()).findFirst();
  }

  private void place(Task task) {
    Estimate estimate = task.estimate();
    slots.add(new Slot(task, likely, taken.plus(estimate.temporaryDisk())));
    likely = likely.plus(estimate.forecast().likely());
    atMost = atMost.plus(estimate.forecast().atMost());
    taken = taken.plus(kept(estimate));
  }

  /**
   * What of the disk is not there for the next one; less than nothing if it is more than before.
   */
  private ByteSize kept(Estimate estimate) {
    boolean isOldKept = areOldTablesKept && estimate.work().method().isCopy();
    return isOldKept
        ? estimate.temporaryDisk()
        : estimate.io().logged().minus(estimate.reclaimable());
  }

  private Optional<String> whyNot(Estimate estimate) {
    if (!estimate.forecast().isKnown()) {
      return Optional.of("how long it takes is not known");
    }
    Duration end = atMost.plus(estimate.forecast().atMost());
    if (end.compareTo(lasts) > 0) {
      return Optional.of(
          "no time: it would end after "
              + TimeText.of(end)
              + " at most (expected: "
              + TimeText.of(lasts)
              + ")");
    }
    ByteSize needed = taken.plus(estimate.temporaryDisk());
    return freeDisk.isPresent() && needed.bytes() > freeDisk.getAsLong()
        ? Optional.of(
            "no disk: "
                + needed
                + " would be taken (expected: at most "
                + new ByteSize(freeDisk.getAsLong())
                + ")")
        : Optional.empty();
  }
}
