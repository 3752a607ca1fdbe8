package dev.lowtide.scheduler.preflight;

import dev.lowtide.scheduler.shrink.CheckResult;
import dev.lowtide.scheduler.shrink.ShrinkPlan;
import java.time.Duration;

/** Readings that compare are not ended half-way. */
final class ExecutionTimeCheck implements PreflightCheck {

  /** Chunks are meant to take 250 ms; on a disk that has gone slow some seconds. */
  private static final Duration LEAST = Duration.ofSeconds(10);

  @Override
  public CheckResult check(ShrinkPlan plan, ServerFacts facts) {
    Duration limit = Duration.ofMillis(facts.variables().number("max_execution_time", 0));
    return limit.isZero() || limit.compareTo(LEAST) >= 0
        ? CheckResult.passed("execution-time", "a chunk can be read to its end")
        : CheckResult.refused(
            "execution-time",
            "max_execution_time is "
                + limit.toMillis()
                + " (expected: 0, or at least "
                + LEAST.toMillis()
                + "; SET GLOBAL max_execution_time)");
  }
}
