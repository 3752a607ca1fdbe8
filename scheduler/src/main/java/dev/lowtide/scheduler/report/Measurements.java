package dev.lowtide.scheduler.report;

import dev.lowtide.scheduler.shrink.ByteSize;
import dev.lowtide.scheduler.shrink.Verification;
import dev.lowtide.scheduler.shrink.WaitsCaused;
import java.time.Duration;

/**
 * What was measured of a run, its attempts together.
 *
 * @param worstBefore slowest statement in the minute before
 * @param worstDuring slowest statement while attempts lasted
 */
public record Measurements(
    ByteSize fileSizeBefore,
    ByteSize fileSizeAfter,
    Verification verification,
    WaitsCaused waits,
    Duration worstBefore,
    Duration worstDuring) {}
