package dev.lowtide.scheduler.quiet;

import java.time.Duration;

/**
 * What counts as quiet. Each upper limit is the middle of a {@link Band}.
 *
 * @param quietFor how long all of it must have held without a break
 * @param statementsPerSecondMax through the proxy
 * @param commandsInFlightMax through the proxy, at one moment
 * @param slowerThanUsualMax how many times as long as in the ten minutes before the 95th percentile
 *     of statements may take
 * @param slowFloor what is no slower than that is not slow
 * @param threadsRunningMax on the server, at one moment, our own left out
 * @param openTransactionsMax on the server
 * @param transactionAgeMax of any transaction on the server
 * @param replicaLagMax of what the server applies, if it is a replica
 * @param historyLengthMax undo logs that purge has yet to work off
 * @param checkpointAgePercentMax of the redo log's capacity
 * @param tableUnwrittenFor how long no statement may have written to the table in question
 * @param readViewAgeMax of any read view that a swapped table would break; by default as long as a
 *     hold can wait for it to end
 * @param signalAgeMax older signals count as none
 */
public record QuietPolicy(
    Duration quietFor,
    double statementsPerSecondMax,
    int commandsInFlightMax,
    double slowerThanUsualMax,
    Duration slowFloor,
    int threadsRunningMax,
    int openTransactionsMax,
    Duration transactionAgeMax,
    Duration replicaLagMax,
    int historyLengthMax,
    int checkpointAgePercentMax,
    Duration tableUnwrittenFor,
    Duration readViewAgeMax,
    Duration signalAgeMax) {

  public static final QuietPolicy DEFAULT =
      new QuietPolicy(
          Duration.ofSeconds(5),
          50,
          4,
          2,
          // What a slow disk takes for a commit is no sign of anything.
          Duration.ofMillis(20),
          4,
          10,
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          // Idle servers have some tens; where it is ten times this, people are called at night.
          100_000,
          // From 7/8 on the server makes writers wait; up to here it has not begun to hurry.
          60,
          Duration.ofSeconds(3),
          Duration.ofMillis(500),
          Duration.ofSeconds(5));
}
