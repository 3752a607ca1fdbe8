package dev.lowtide.scheduler.operator;

import java.time.Instant;

/**
 * Who did what, and when.
 *
 * @param hash of this line and of the one before it
 */
public record AuditEntry(long id, Instant at, String by, String action, String text, String hash) {}
