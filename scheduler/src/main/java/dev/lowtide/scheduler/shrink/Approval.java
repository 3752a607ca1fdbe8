package dev.lowtide.scheduler.shrink;

import java.time.Instant;

/**
 * A yes to one plan.
 *
 * @param isAutomatic given by configuration, not by a person
 */
public record Approval(String by, Instant at, boolean isAutomatic, PlanHash hash) {}
