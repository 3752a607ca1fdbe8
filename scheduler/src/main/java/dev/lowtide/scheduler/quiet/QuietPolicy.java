package dev.lowtide.scheduler.quiet;

import java.time.Duration;

/**
 * What counts as quiet.
 *
 * @param quietFor how long all of it must have held without a break
 * @param statementsPerSecondMax through the proxy
 * @param commandsInFlightMax through the proxy, at one moment
 * @param threadsRunningMax on the server, at one moment, our own left out
 * @param transactionAgeMax of any transaction on the server
 * @param tableUnwrittenFor how long no statement may have written to the table in question
 * @param signalAgeMax older signals count as none
 */
public record QuietPolicy(
    Duration quietFor,
    double statementsPerSecondMax,
    int commandsInFlightMax,
    int threadsRunningMax,
    Duration transactionAgeMax,
    Duration tableUnwrittenFor,
    Duration signalAgeMax) {

  public static final QuietPolicy DEFAULT =
      new QuietPolicy(
          Duration.ofSeconds(5),
          50,
          4,
          4,
          Duration.ofSeconds(5),
          Duration.ofSeconds(3),
          Duration.ofSeconds(5));
}
