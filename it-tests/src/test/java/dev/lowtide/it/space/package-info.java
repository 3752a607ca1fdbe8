/**
 * Every kind of space that is no whole table, from plan to report, on real servers.
 *
 * <p>Looks into everything.
 */
@NullMarked
package dev.lowtide.it.space;

import org.jspecify.annotations.NullMarked;
