/**
 * What is going on now: the proxy's events and snapshots, and the server's own view, as one
 * picture.
 *
 * <p>In: activity and what a {@link dev.lowtide.scheduler.load.ServerProbe} brings. Out: {@link
 * dev.lowtide.scheduler.load.LoadSnapshot}s that never change. Looks into activity.
 */
@NullMarked
package dev.lowtide.scheduler.load;

import org.jspecify.annotations.NullMarked;
