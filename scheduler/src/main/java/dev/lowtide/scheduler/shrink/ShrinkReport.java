package dev.lowtide.scheduler.shrink;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What happened, for those who were not there.
 *
 * @param fileSizeBefore measured right before the successful attempt, or the last one
 * @param fileSizeAfter measured again after it
 * @param verification what was compared, and how it came out
 * @param worstStatementBefore slowest statement that passed the proxy in the minute before
 * @param worstStatementDuring slowest statement while the attempt lasted, its time in a hold added
 */
public record ShrinkReport(
    RunId run,
    RunState outcome,
    String reason,
    Instant startedAt,
    Instant endedAt,
    int attempts,
    ByteSize fileSizeBefore,
    ByteSize fileSizeAfter,
    Estimate estimate,
    Verification verification,
    WaitsCaused waits,
    Duration worstStatementBefore,
    Duration worstStatementDuring,
    List<RunStep> history) {

  public ShrinkReport {
    history = List.copyOf(history);
  }

  public ByteSize reclaimed() {
    return fileSizeBefore.minus(fileSizeAfter);
  }

  public Duration took() {
    return Duration.between(startedAt, endedAt);
  }
}
