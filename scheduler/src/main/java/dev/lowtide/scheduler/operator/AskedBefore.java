package dev.lowtide.scheduler.operator;

import org.jspecify.annotations.Nullable;

/**
 * Something that was asked under the same key.
 *
 * @param request what was asked for, as a hash
 * @param answer null if none is known
 */
public record AskedBefore(String request, @Nullable KeptAnswer answer) {}
