/**
 * All SQL that is ever sent to a target.
 *
 * <p>In: the ports of load, ledger, plan, estimate, preflight, execute and verify. Out: their
 * answers, of a real server. Looks into those seven and shrink; nobody but the root looks in here.
 *
 * <p>A column of performance_schema with {@code + 0} in a join keeps the server from its index,
 * which it searches row by row: thousands of rows are joined by hash many times quicker. Where few
 * rows are looked up, the index stays.
 */
@NullMarked
package dev.lowtide.scheduler.mysql;

import org.jspecify.annotations.NullMarked;
