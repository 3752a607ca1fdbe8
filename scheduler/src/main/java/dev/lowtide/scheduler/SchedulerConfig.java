package dev.lowtide.scheduler;

import dev.lowtide.scheduler.approval.ApprovalPolicy;
import dev.lowtide.scheduler.plan.CandidatePolicy;
import dev.lowtide.scheduler.quiet.QuietPolicy;
import java.time.Duration;

/**
 * How the scheduler decides and works.
 *
 * @param clientWaitMax the longest that a client may wait because of a run
 * @param holdDeadline after which held statements go on whatever happens
 * @param attemptsMax how often a run is begun before it is given up
 * @param retryAfter how long the second attempt waits; each further one waits twice as long
 * @param copy how tables are copied behind live traffic
 * @param copyLimits what the server may bear meanwhile
 */
public record SchedulerConfig(
    QuietPolicy quiet,
    CandidatePolicy candidates,
    ApprovalPolicy approval,
    Duration clientWaitMax,
    Duration holdDeadline,
    int attemptsMax,
    Duration retryAfter,
    CopyConfig copy,
    CopyLimits copyLimits) {

  public SchedulerConfig {
    if (clientWaitMax.compareTo(holdDeadline) > 0) {
      throw new IllegalArgumentException(
          "shrink.clientWaitMax: "
              + clientWaitMax.toMillis()
              + " ms (expected: at most shrink.holdDeadline, "
              + holdDeadline.toMillis()
              + " ms)");
    }
  }
}
