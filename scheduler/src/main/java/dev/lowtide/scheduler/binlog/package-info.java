/**
 * The server's binary log, followed as a replica would: which rows of a table changed.
 *
 * <p>In: events. Out: a {@link dev.lowtide.scheduler.copy.ChangeFeed}. The only room that knows the
 * library which speaks the replication protocol. Looks into copy and shrink.
 */
@NullMarked
package dev.lowtide.scheduler.binlog;

import org.jspecify.annotations.NullMarked;
