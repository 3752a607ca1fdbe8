package dev.lowtide.scheduler.operator;

import java.time.Instant;

/** Who did what, and when. */
public record AuditEntry(long id, Instant at, String by, String action, String text) {}
