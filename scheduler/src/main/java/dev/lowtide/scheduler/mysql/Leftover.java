package dev.lowtide.scheduler.mysql;

import dev.lowtide.proxy.activity.TableName;
import java.util.Optional;

/**
 * Something of ours at the target that nobody works on any more.
 *
 * @param table that was left, if it is one
 * @param copyId number of the registry's row that was left; 0 if there is none
 * @param isRemovable false for what holds the only copy of old rows, or of a swap in its middle
 * @param text what it is, why it is ours, and since when
 */
public record Leftover(Optional<TableName> table, long copyId, boolean isRemovable, String text) {}
