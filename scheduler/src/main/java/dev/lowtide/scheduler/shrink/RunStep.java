package dev.lowtide.scheduler.shrink;

import java.time.Instant;

/** A line of a run's history. */
public record RunStep(Instant at, RunState state, String text) {}
