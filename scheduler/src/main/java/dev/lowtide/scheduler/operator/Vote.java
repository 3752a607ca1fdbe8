package dev.lowtide.scheduler.operator;

import java.time.Instant;

/** Somebody's yes to the plan that a run has now. */
public record Vote(String by, Instant at) {}
