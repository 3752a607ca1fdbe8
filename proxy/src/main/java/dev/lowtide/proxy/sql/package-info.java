/**
 * What a statement's text gives away: its kind, its digest, the tables and routines it names, and
 * what it leaves behind in its session.
 *
 * <p>In: any text whatever, and bodies of routines. Out: {@link
 * dev.lowtide.proxy.sql.StatementFacts} and footprints; what is not certain is said to be unknown.
 * Never throws; reads a text once, or in up to four ways where its bytes do not say which. Looks
 * into activity for names.
 */
@NullMarked
package dev.lowtide.proxy.sql;

import org.jspecify.annotations.NullMarked;
