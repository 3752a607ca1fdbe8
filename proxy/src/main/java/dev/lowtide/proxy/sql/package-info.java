/**
 * What a statement's text gives away: its kind, its digest and the tables it names.
 *
 * <p>In: any text whatever. Out: {@link dev.lowtide.proxy.sql.StatementFacts}; what is not certain
 * is said to be unknown. Never throws, never needs more than one pass. Looks into activity for the
 * names of tables.
 */
@NullMarked
package dev.lowtide.proxy.sql;

import org.jspecify.annotations.NullMarked;
