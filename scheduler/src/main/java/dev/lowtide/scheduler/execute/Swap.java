package dev.lowtide.scheduler.execute;

import dev.lowtide.scheduler.copy.RowKey;
import dev.lowtide.scheduler.shrink.AbortReason;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt to put a shadow in the place of its original came out.
 *
 * @param reason why not, or null where it was done
 * @param text what happened, for people; who was in the way, where somebody was
 * @param waits what clients had to wait for it
 * @param held how long statements were held, from the first to the last step
 * @param steps what was done, in order, and how long each of it took
 * @param applied rows that were brought up to date meanwhile; where the shadow has not become the
 *     table, they are to be compared again
 */
public record Swap(
    Outcome outcome,
    @Nullable AbortReason reason,
    String text,
    WaitsCaused waits,
    Duration held,
    List<Step> steps,
    Set<RowKey> applied) {

  /** What has become of the tables. */
  public enum Outcome {
    /** The shadow is the table. */
    SWAPPED,
    /** Nothing was changed; worth another attempt. */
    NOT_NOW,
    /** Nothing was changed, and never must be: the shadow is not what the original is. */
    DIFFERENT,
    /** It may have been done or not. */
    UNKNOWN
  }

  /** One thing that was done, and how long it took. */
  public record Step(String name, Duration took) {

    @Override
    public String toString() {
      return name + " " + took.toMillis() + " ms";
    }
  }

  public Swap {
    steps = List.copyOf(steps);
    applied = Set.copyOf(applied);
  }
}
