/**
 * Every kind of space that is no whole table: what there is of it, and for each kind its plan, its
 * checks, and its way.
 *
 * <p>In: what the server says of its files, by ports. Out: plans, attempts that make one smaller,
 * and a list of all of them with what can be done. Looks into shrink, plan, preflight, execute,
 * approval, quiet, copy.
 */
@NullMarked
package dev.lowtide.scheduler.space;

import org.jspecify.annotations.NullMarked;
