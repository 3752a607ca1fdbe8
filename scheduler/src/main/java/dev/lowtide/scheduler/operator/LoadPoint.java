package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.time.Instant;

/**
 * What was going on in a span of time: the most there was of what is, the mean of what flows.
 *
 * @param at when the span began
 * @param statementsPerSecond through the proxy
 * @param p50 half of the statements took no longer
 * @param p95 95 in a hundred took no longer
 * @param p99 99 in a hundred took no longer
 * @param bytesFromClientsPerSecond as they came in at the proxy
 * @param bytesFromServerPerSecond as they came in at the proxy
 * @param threadsRunning on the server, ours left out
 * @param bypassing sessions at the server that do not pass the proxy; -1 if that could not be told
 * @param replicaLagSeconds of the replica that was furthest behind; -1 if none could be asked
 * @param coveragePercent of all statements at the server, ours left out, that passed the proxy; -1
 *     if that could not be told, or there were too few
 */
public record LoadPoint(
    Instant at,
    int sessions,
    int openTransactions,
    int commandsInFlight,
    double statementsPerSecond,
    Duration p50,
    Duration p95,
    Duration p99,
    double bytesFromClientsPerSecond,
    double bytesFromServerPerSecond,
    int threadsRunning,
    int bypassing,
    double replicaLagSeconds,
    double coveragePercent) {

  /** What could not be seen. */
  public static final int UNKNOWN = -1;
}
