package dev.lowtide.scheduler.operator;

import dev.lowtide.scheduler.shrink.ByteSize;
import java.time.Duration;
import java.time.Instant;

/**
 * How a run and everybody else were doing at one moment.
 *
 * @param copied of the new table by then
 * @param statementsPerSecond of clients, through the proxy
 * @param p95 95 in a hundred of them took no longer
 * @param standstill why it stood still; empty if it did not
 * @param cutOverAttempts so many by then
 */
public record RunPoint(
    Instant at,
    ByteSize copied,
    double statementsPerSecond,
    Duration p95,
    String standstill,
    int cutOverAttempts) {}
