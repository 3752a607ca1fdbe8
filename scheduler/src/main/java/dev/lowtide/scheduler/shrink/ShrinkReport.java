package dev.lowtide.scheduler.shrink;

import static java.util.Objects.requireNonNullElse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened, for those who were not there.
 *
 * @param fileSizeBefore measured right before the successful attempt, or the last one
 * @param fileSizeAfter measured again after it
 * @param verification what was compared, and how it came out
 * @param timing where its time went; null unless all of it was seen
 * @param accuracy what had been promised beside what came of it, in words; empty if nothing did
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
    List<RunStep> history,
    @Nullable RunTiming timing,
    String accuracy) {

  public ShrinkReport {
    accuracy = requireNonNullElse(accuracy, "");
    history = List.copyOf(history);
  }

  public ByteSize reclaimed() {
    return fileSizeBefore.minus(fileSizeAfter);
  }

  public Duration took() {
    return Duration.between(startedAt, endedAt);
  }
}
