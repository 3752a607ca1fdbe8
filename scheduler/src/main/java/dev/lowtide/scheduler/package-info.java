/**
 * The control plane: finds, plans, waits for a yes and for quiet, runs, verifies, tells.
 *
 * <p>In: the proxy's two windows and a target. Out: the operator's window. {@link
 * dev.lowtide.scheduler.ShrinkScheduler} owns the threads and the time; all other rooms are given
 * theirs. Has never heard of Netty.
 */
@NullMarked
package dev.lowtide.scheduler;

import org.jspecify.annotations.NullMarked;
