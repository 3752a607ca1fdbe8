/**
 * All SQL that is ever sent to a target.
 *
 * <p>In: the ports of load, ledger, plan, estimate, preflight, execute and verify. Out: their
 * answers, of a real server. Looks into those seven and shrink; nobody but the root looks in here.
 */
@NullMarked
package dev.lowtide.scheduler.mysql;

import org.jspecify.annotations.NullMarked;
