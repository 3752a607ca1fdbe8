/**
 * What lies in a tablespace, measured, and what a rebuild would leave of it, with an error bar.
 *
 * <p>In: files, or a {@link dev.lowtide.scheduler.estimate.Measurer} that asks the server. Out: a
 * {@link dev.lowtide.scheduler.estimate.Measurement}. Looks into shrink and innodb.
 */
@NullMarked
package dev.lowtide.scheduler.estimate;

import org.jspecify.annotations.NullMarked;
