/**
 * Is the new table the old one? Measures by itself and believes nobody.
 *
 * <p>In: a {@link dev.lowtide.scheduler.verify.TableReader}, or a {@link
 * dev.lowtide.scheduler.verify.TwinReader}. Out: a verification. Cannot see execute. Looks into
 * shrink, and for names of tables and rows into copy.
 */
@NullMarked
package dev.lowtide.scheduler.verify;

import org.jspecify.annotations.NullMarked;
