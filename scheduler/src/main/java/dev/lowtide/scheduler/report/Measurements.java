package dev.lowtide.scheduler.report;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.RunTiming;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a run, its attempts together.
 *
 * @param worstBefore slowest statement in the minute before
 * @param worstDuring slowest statement while attempts lasted
 * @param timing where its time went; null unless all of it was seen
 */
public record Measurements(
    ByteSize fileSizeBefore,
    ByteSize fileSizeAfter,
    Verification verification,
    WaitsCaused waits,
    Duration worstBefore,
    Duration worstDuring,
    @Nullable RunTiming timing) {

  /** Where nobody could see all that was done. */
  public Measurements(
      ByteSize fileSizeBefore,
      ByteSize fileSizeAfter,
      Verification verification,
      WaitsCaused waits,
      Duration worstBefore,
      Duration worstDuring) {
    this(fileSizeBefore, fileSizeAfter, verification, waits, worstBefore, worstDuring, null);
  }
}
