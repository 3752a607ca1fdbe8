package dev.lowtide.it.chaos;

import org.jspecify.annotations.Nullable;

/**
 * One statement about one row.
 *
 * @param before the row; null if it is new
 * @param after the row; null if it is deleted
 */
record Single(long slot, @Nullable Row before, @Nullable Row after, String statement) {}
