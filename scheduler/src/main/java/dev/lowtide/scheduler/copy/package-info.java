/**
 * A table copied behind live traffic: shadow, chunks, changes from the binary log, and how fast.
 *
 * <p>In: what the server can do for it ({@link dev.lowtide.scheduler.copy.ShadowTables}, {@link
 * dev.lowtide.scheduler.copy.CopySession}, {@link dev.lowtide.scheduler.copy.ChangeFeed}, {@link
 * dev.lowtide.scheduler.copy.CopyRegistry}). Out: a shadow that is in step with its original. No
 * SQL, no holds, no swap. Looks into shrink.
 */
@NullMarked
package dev.lowtide.scheduler.copy;

import org.jspecify.annotations.NullMarked;
