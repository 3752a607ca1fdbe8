/**
 * Is the new table the old one? Measures by itself and believes nobody.
 *
 * <p>In: a {@link dev.lowtide.scheduler.verify.TableReader}. Out: a verification. Cannot see
 * execute. Looks into shrink.
 */
@NullMarked
package dev.lowtide.scheduler.verify;

import org.jspecify.annotations.NullMarked;
