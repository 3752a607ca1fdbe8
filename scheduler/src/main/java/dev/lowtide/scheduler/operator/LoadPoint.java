package dev.lowtide.scheduler.operator;

import java.time.Duration;
import java.time.Instant;

/**
 * What was going on in a span of time: the most there was of what is, the mean of what flows.
 *
 * @param at when the span began
 * @param statementsPerSecond through the proxy
 * @param p95 95 in a hundred statements took no longer
 * @param threadsRunning on the server, ours left out; -1 if it could not be asked
 * @param bypassing sessions at the server that do not pass the proxy; -1 if that could not be told
 */
public record LoadPoint(
    Instant at,
    int sessions,
    int openTransactions,
    int commandsInFlight,
    double statementsPerSecond,
    Duration p95,
    int threadsRunning,
    int bypassing) {}
