/**
 * Ending a session that is in the way at the server, because a person has decided so: what the
 * server has of it, and what becomes of the wish.
 *
 * <p>In: a thread id and the transaction that the person saw. Out: a {@link
 * dev.lowtide.scheduler.ending.ServerEnding}. Looks into nothing but the JDK.
 */
@NullMarked
package dev.lowtide.scheduler.ending;

import org.jspecify.annotations.NullMarked;
