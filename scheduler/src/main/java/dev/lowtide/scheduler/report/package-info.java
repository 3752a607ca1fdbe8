/**
 * Tells what happened.
 *
 * <p>In: a run that has come to its end, and what was measured. Out: a {@link
 * dev.lowtide.scheduler.shrink.ShrinkReport}. Looks into shrink.
 */
@NullMarked
package dev.lowtide.scheduler.report;

import org.jspecify.annotations.NullMarked;
