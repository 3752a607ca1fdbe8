package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.copy.RowKey;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order of their key.
 *
 * @param after the key before the first row; null to begin with the first there is
 * @param from a key at which they begin at the earliest, for guessing where their middle is
 * @param upTo the last row's key
 * @param weight how many entries the server thinks that there are, doubled where it does not count
 *     them: a measure to compare ranges by, and no number of rows
 */
record KeyRange(@Nullable RowKey after, RowKey from, RowKey upTo, double weight) {}
