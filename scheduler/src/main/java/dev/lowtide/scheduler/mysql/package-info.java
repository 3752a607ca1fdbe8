/**
 * All SQL that is ever sent to a target.
 *
 * <p>In: the ports of load, ledger, plan, execute and verify. Out: their answers, from a real
 * server. Looks into those five and shrink; nobody but the root looks in here.
 */
@NullMarked
package dev.lowtide.scheduler.mysql;

import org.jspecify.annotations.NullMarked;
