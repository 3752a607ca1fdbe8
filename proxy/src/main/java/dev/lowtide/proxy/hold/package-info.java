/**
 * The window in: make new statements on a table wait at the proxy for a moment.
 *
 * <p>In: a {@link dev.lowtide.proxy.hold.HoldScope} and a hard deadline. Out: a {@link
 * dev.lowtide.proxy.hold.Hold} that tells who waits and how long. Whatever happens to the holder,
 * no statement waits longer than the deadline. Looks into activity for the names of tables.
 */
@NullMarked
package dev.lowtide.proxy.hold;

import org.jspecify.annotations.NullMarked;
